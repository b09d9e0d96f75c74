/*
 * drive PULL-FILE PULSES HALF-MICROS [BOUNCES BOUNCE-MICROS]
 *
 * Moves a simulated line from outside: PULSES times up and down, HALF-MICROS at each level (0 = as fast as it goes).
 * With BOUNCES every change first goes there and back so often, BOUNCE-MICROS at each level. A late driver slows
 * down; it never hurries to catch up. Says what it really did: that is the truth the counters are compared with.
 * worst_us is the longest that a bounce stood still at most: a busy machine may turn one into a press.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int line;
static long edges, worst;

static long long now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void hold(long micros) {
  struct timespec t = {micros / 1000000, micros % 1000000 * 1000};
  if (micros > 0) nanosleep(&t, NULL);
}

static void move(int up, long micros) {
  const char *pull = up ? "pull-up" : "pull-down";
  if (pwrite(line, pull, strlen(pull), 0) < 0) {
    perror("drive");
    exit(1);
  }
  edges++;
  hold(micros);
}

int main(int count, char **word) {
  if (count != 4 && count != 6) return 2;
  long pulses = atol(word[2]), half = atol(word[3]);
  long bounces = count == 6 ? atol(word[4]) : 0, bounce = count == 6 ? atol(word[5]) : 0;
  line = open(word[1], O_WRONLY);
  if (line < 0) {
    perror(word[1]);
    return 1;
  }
  long long from = now();
  for (long pulse = 0; pulse < pulses; pulse++)
    for (int up = 1; up >= 0; up--) {
      long long last = now();
      for (long i = 0; i < 2 * bounces; i++) {
        long long before = now();
        move(i % 2 ? !up : up, bounce);
        if (i && now() - last > worst) worst = now() - last;
        last = before;
      }
      move(up, 0);
      if (bounces && now() - last > worst) worst = now() - last;
      hold(half);
    }
  printf("pulses=%ld edges=%ld ms=%lld worst_us=%ld\n", pulses, edges, (now() - from) / 1000, worst);
  return 0;
}

/*
 * drive PULL-FILE PULSES HALF-MICROS [BOUNCES BOUNCE-MICROS]
 *
 * Moves a simulated line from outside: PULSES times up and down, HALF-MICROS at each level (0 = as fast as it goes).
 * With BOUNCES every change first goes there and back so often, BOUNCE-MICROS at each level. A late driver slows
 * down; it never hurries to catch up. Says what it really did: that is the truth the counters are compared with.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static int line;
static long edges;

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
  struct timespec from, to;
  line = open(word[1], O_WRONLY);
  if (line < 0) {
    perror(word[1]);
    return 1;
  }
  clock_gettime(CLOCK_MONOTONIC, &from);
  for (long pulse = 0; pulse < pulses; pulse++)
    for (int up = 1; up >= 0; up--) {
      for (long i = 0; i < bounces; i++) {
        move(up, bounce);
        move(!up, bounce);
      }
      move(up, half);
    }
  clock_gettime(CLOCK_MONOTONIC, &to);
  printf("pulses=%ld edges=%ld ms=%ld\n", pulses, edges,
         (to.tv_sec - from.tv_sec) * 1000 + (to.tv_nsec - from.tv_nsec) / 1000000);
  return 0;
}

package io.gemba.cloud.console.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * {@code FleetLoad mqtt://HOST:PORT [GATEWAYS [POINTS [SECONDS]]]}: so many gateways, each with a
 * connection of its own, each point once a second. Prints what was sent and acknowledged; what fell
 * behind its second is told, never left out. Ends with 1 when anything was not acknowledged, or
 * acknowledged with nobody there to have it.
 */
public final class FleetLoad {
  private FleetLoad() {}

  /** Runs the load and prints its figures. */
  public static void main(String[] args) throws Exception {
    URI broker = URI.create(args[0]);
    int gateways = args.length > 1 ? Integer.parseInt(args[1]) : 1_000;
    int points = args.length > 2 ? Integer.parseInt(args[2]) : 100;
    int seconds = args.length > 3 ? Integer.parseInt(args[3]) : 60;
    System.out.println(run(broker, gateways, points, seconds));
  }

  /** Answers what the broker has acknowledged, which is all that was sent. */
  static Sent run(URI broker, int gateways, int points, int seconds) throws Exception {
    String run = "load-" + Long.toString(System.currentTimeMillis(), 36);
    List<SimulatedGateway> fleet = new ArrayList<>();
    for (int i = 0; i < gateways; i++) {
      fleet.add(new SimulatedGateway(broker.getHost(), broker.getPort(), run, i, points));
    }
    System.out.println(gateways + " gateways connected");
    int threads = Math.min(gateways, 4);
    long begin = System.nanoTime();
    Sent sent = Sent.NOTHING;
    try (ExecutorService pool = Executors.newFixedThreadPool(threads)) {
      List<Future<Sent>> shares = new ArrayList<>();
      for (int k = 0; k < threads; k++) {
        int share = k;
        shares.add(pool.submit(() -> share(fleet, share, threads, seconds, begin)));
      }
      for (Future<Sent> share : shares) {
        sent = sent.plus(share.get());
      }
    }
    for (SimulatedGateway gateway : fleet) {
      gateway.end();
    }
    return sent;
  }

  /** Every threads-th gateway, spread over the second as real ones are. */
  private static Sent share(
      List<SimulatedGateway> fleet, int share, int threads, int seconds, long begin)
      throws Exception {
    Sent sent = Sent.NOTHING;
    long late = 0;
    for (int second = 0; second < seconds; second++) {
      for (int i = share; i < fleet.size(); i += threads) {
        long due = TimeUnit.SECONDS.toNanos(second) + 1_000_000_000L * i / fleet.size();
        long ahead = due - (System.nanoTime() - begin);
        if (ahead > 2_000_000) {
          Thread.sleep(ahead / 1_000_000);
        }
        late = Math.max(late, -ahead);
        sent = sent.plus(fleet.get(i).second());
      }
      if (share == 0 && second % 60 == 59) {
        System.out.printf("%d s, at most %d ms late%n", second + 1, late / 1_000_000);
        late = 0;
      }
    }
    return sent;
  }
}

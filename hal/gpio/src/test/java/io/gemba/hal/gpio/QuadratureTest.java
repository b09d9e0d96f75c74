package io.gemba.hal.gpio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuadratureTest {
  /** A shaft: where it is says what its tracks are. */
  private record Shaft(long position) {
    boolean a() {
      long quarter = Math.floorMod(position, 4);
      return quarter == 1 || quarter == 2;
    }

    boolean b() {
      return Math.floorMod(position, 4) >= 2;
    }
  }

  private record Event(boolean ofA, boolean high) {}

  private long position;
  private long illegal;

  private static List<Event> turn(long from, int... steps) {
    List<Event> events = new ArrayList<>();
    long at = from;
    for (int step : steps) {
      Shaft before = new Shaft(at);
      at += step;
      Shaft after = new Shaft(at);
      boolean ofA = before.a() != after.a();
      events.add(new Event(ofA, ofA ? after.a() : after.b()));
    }
    return events;
  }

  private void feed(Quadrature decoder, List<Event> events, int firstAfterLoss) {
    for (int i = 0; i < events.size(); i++) {
      Event event = events.get(i);
      Quadrature.Step step = decoder.edge(event.ofA(), event.high(), i == firstAfterLoss);
      position += step.steps();
      illegal += step.legal() ? 0 : 1;
    }
  }

  @Test
  void countsForwardsWhereTrackALeads() {
    feed(new Quadrature(false, false), turn(0, 1, 1, 1, 1, 1), -1);
    assertThat(position).isEqualTo(5);
    feed(new Quadrature(false, false), turn(0, -1, -1, -1), -1);
    assertThat(position).isEqualTo(2);
    assertThat(illegal).isZero();
  }

  @Test
  void aTrackThatBouncesEndsWhereItIs() {
    feed(new Quadrature(false, false), turn(0, 1, -1, 1, -1, 1, 1, -1, 1), -1);
    assertThat(position).isEqualTo(2);
    assertThat(illegal).isZero();
  }

  @Test
  void anImpossibleEdgeMovesNothingAndIsNamed() {
    Quadrature decoder = new Quadrature(false, false);
    feed(decoder, turn(0, 1), -1);
    feed(decoder, List.of(new Event(true, true), new Event(true, true)), -1);
    assertThat(position).isEqualTo(1);
    assertThat(illegal).isEqualTo(2);
    feed(decoder, turn(1, 1, 1), -1);
    assertThat(position).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 5, 8})
  void neverRunsBackwardsBecauseEdgesWereLost(int lost) {
    List<Event> all = turn(0, new Random(lost).ints(60, 1, 2).toArray());
    Quadrature decoder = new Quadrature(false, false);
    feed(decoder, all.subList(0, 20), -1);
    List<Event> rest = all.subList(20 + lost, all.size());
    long before = position;
    for (int i = 0; i < rest.size(); i++) {
      feed(decoder, rest.subList(i, i + 1), i == 0 ? 0 : -1);
      assertThat(position).isGreaterThanOrEqualTo(before);
      before = position;
    }
    assertThat(position).isEqualTo(60 - lost);
    assertThat(illegal).isZero();
  }

  @Test
  void whatComesBetweenALossAndTheOtherTracksFirstEdgeIsCountedOnceThatIsKnown() {
    Random random = new Random(7);
    for (int round = 0; round < 500; round++) {
      int[] steps = random.ints(40).map(i -> (i & 1) == 0 ? 1 : -1).toArray();
      List<Event> all = turn(0, steps);
      position = 0;
      Quadrature decoder = new Quadrature(false, false);
      feed(decoder, all.subList(0, 10), -1);
      feed(decoder, all.subList(13, 40), 0);
      long expected = 0;
      for (int i = 0; i < 40; i++) {
        expected += i < 10 || i >= 13 ? steps[i] : 0;
      }
      boolean bothSeen = all.subList(13, 40).stream().map(Event::ofA).distinct().count() == 2;
      if (bothSeen) {
        assertThat(position).isEqualTo(expected);
      }
    }
    assertThat(illegal).isZero();
  }
}

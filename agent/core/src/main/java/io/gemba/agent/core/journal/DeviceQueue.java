package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import io.gemba.hal.spi.Loss;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.SampleSink;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * One device's part of the {@link Inbox}. Its monitor is held for moments only: no I/O, no waiting.
 */
final class DeviceQueue implements SampleSink {
  /** Samples of a device's history that wait beside its live ones. */
  private static final int MOST_HISTORY = 5_000;

  private final Inbox inbox;
  private final Losses losses;
  private DeviceRef device;
  private List<Sample> waiting = new ArrayList<>();
  private List<Sample> historic = new ArrayList<>();
  private List<Runnable> onceKept = new ArrayList<>();
  private int sharedPlaces;

  DeviceQueue(Inbox inbox, DeviceRef device, LongSupplier ticker) {
    this.inbox = inbox;
    this.device = device;
    this.losses = new Losses(ticker);
  }

  synchronized void move(DeviceRef now) {
    device = now;
  }

  @Override
  public void accept(Sample sample) {
    accept(Collections.singletonList(sample));
  }

  @Override
  public void accept(List<Sample> samples) {
    int taken;
    synchronized (this) {
      int room = room(samples.size());
      int at = 0;
      for (Sample sample : samples) {
        Sample sound = Soundness.of(sample);
        if (at < room && sound != null) {
          waiting.add(sound);
          at++;
        } else if (sound != null) {
          losses.addNumbered(inbox.overflowCause(), sound.sourceTime());
        } else {
          losses.add(Soundness.invalid(sample));
        }
      }
      taken = at;
    }
    inbox.grown(taken);
  }

  /**
   * History is read in small pieces, so its room is all or nothing: what is refused comes again.
   */
  @Override
  public boolean history(List<Sample> samples) {
    int taken = 0;
    synchronized (this) {
      int most = Math.max(MOST_HISTORY, samples.size());
      if (historic.size() + samples.size() > most) {
        return false;
      }
      for (Sample sample : samples) {
        Sample sound = Soundness.of(sample);
        if (sound != null) {
          historic.add(sound);
          taken++;
        }
      }
    }
    inbox.grown(taken);
    return true;
  }

  private int room(int wanted) {
    int own = waiting.size() - sharedPlaces;
    int room = Math.max(0, Math.min(wanted, inbox.quota() - own));
    if (room < wanted) {
      int more = inbox.takeShared(wanted - room);
      sharedPlaces += more;
      room += more;
    }
    return room;
  }

  @Override
  public void lost(Loss loss) {
    synchronized (this) {
      losses.add(Soundness.of(loss));
    }
  }

  @Override
  public synchronized void whenKept(Runnable action) {
    onceKept.add(action);
  }

  void drainTo(Inbox.Drained all, boolean last) {
    List<Sample> taken;
    List<Sample> old;
    int places;
    synchronized (this) {
      taken = waiting;
      places = sharedPlaces;
      waiting = new ArrayList<>(Math.min(taken.size(), 4_096));
      sharedPlaces = 0;
      losses.drainTo(all.gaps(), device, last);
      if (!taken.isEmpty()) {
        all.samples().add(new DeviceSamples(device, taken));
      }
      if (!onceKept.isEmpty()) {
        all.onceKept().addAll(onceKept);
        onceKept = new ArrayList<>();
      }
      old = historic;
      if (!old.isEmpty()) {
        historic = new ArrayList<>();
        all.samples().add(new DeviceSamples(device, old, true));
      }
    }
    inbox.giveBackShared(places);
    inbox.grown(-taken.size() - old.size());
  }
}

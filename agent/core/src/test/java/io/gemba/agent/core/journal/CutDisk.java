package io.gemba.agent.core.journal;

import io.gemba.agent.core.journal.DiskTrace.Event;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/**
 * A disk without mercy. What was flushed is there; of what was not, each sector of each write may
 * be there or not, in any order; names (files made, renamed, deleted) come in the order they were
 * changed, as far as luck has it, and are certain only once the folder was flushed.
 */
final class CutDisk {
  /** How much of what was not flushed reached the disk. */
  enum Luck {
    NONE,
    ALL,
    FIRST_WRITES,
    ANY_WRITES,
    ANY_SECTORS
  }

  private static final int SECTOR = 512;

  /** A file, whatever its name: what is certain, and what is still on its way. */
  private static final class Inode {
    private final Bytes durable = new Bytes(new byte[0], 0);
    private final List<Event> pending = new ArrayList<>();

    void flush() {
      pending.forEach(durable::apply);
      pending.clear();
    }
  }

  private final Map<String, Inode> names = new TreeMap<>();
  private final Map<String, Inode> durableNames = new TreeMap<>();
  private final List<Event> pendingNames = new ArrayList<>();
  private final List<Inode> made = new ArrayList<>(); // by pending Create events

  void happens(Event event) {
    switch (event) {
      case Event.Create(String file) -> {
        if (!names.containsKey(file)) {
          Inode inode = new Inode();
          names.put(file, inode);
          pendingNames.add(event);
          made.add(inode);
        }
      }
      case Event.Write write -> of(write.file()).pending.add(write);
      case Event.Truncate cut -> of(cut.file()).pending.add(cut);
      case Event.Rename rename -> {
        names.put(rename.to(), names.remove(rename.from()));
        pendingNames.add(rename);
      }
      case Event.Unlink unlink -> {
        names.remove(unlink.file());
        pendingNames.add(unlink);
      }
      case Event.Sync(String file) -> {
        if (file.isEmpty()) {
          settleNames(durableNames, pendingNames.size());
          pendingNames.clear();
          made.clear();
        } else {
          of(file).flush();
        }
      }
      case Event.Said _ -> {}
    }
  }

  private Inode of(String file) {
    Inode inode = names.get(file);
    if (inode == null) {
      throw new IllegalStateException("nobody made " + file);
    }
    return inode;
  }

  private void settleNames(Map<String, Inode> settled, int count) {
    int next = 0;
    for (Event event : pendingNames.subList(0, count)) {
      switch (event) {
        case Event.Create(String file) -> settled.put(file, made.get(next++));
        case Event.Rename(String from, String to) -> settled.put(to, settled.remove(from));
        case Event.Unlink(String file) -> settled.remove(file);
        default -> throw new IllegalStateException("not a name: " + event);
      }
    }
  }

  /** Writes into an empty folder what is on the disk if the power fails now. */
  void cut(Path folder, Luck luck, Random random) throws IOException {
    Map<String, Inode> left = new TreeMap<>(durableNames);
    int lucky =
        switch (luck) {
          case NONE -> 0;
          case ALL -> pendingNames.size();
          default -> random.nextInt(pendingNames.size() + 1);
        };
    settleNames(left, lucky);
    for (Map.Entry<String, Inode> file : left.entrySet()) {
      Files.write(folder.resolve(file.getKey()), content(file.getValue(), luck, random));
    }
  }

  private static byte[] content(Inode inode, Luck luck, Random random) {
    Bytes bytes = new Bytes(inode.durable.bytes, inode.durable.size);
    int first = random.nextInt(inode.pending.size() + 1);
    for (int i = 0; i < inode.pending.size(); i++) {
      Event event = inode.pending.get(i);
      boolean whole =
          switch (luck) {
            case NONE -> false;
            case ALL -> true;
            case FIRST_WRITES -> i < first;
            case ANY_WRITES -> random.nextBoolean();
            case ANY_SECTORS -> event instanceof Event.Truncate && random.nextBoolean();
          };
      if (whole) {
        bytes.apply(event);
      } else if (luck == Luck.ANY_SECTORS && event instanceof Event.Write write) {
        sectors(bytes, write, random);
      }
    }
    return bytes.toArray();
  }

  private static void sectors(Bytes bytes, Event.Write write, Random random) {
    int from = 0;
    while (from < write.bytes().length) {
      int to = from + SECTOR - (int) ((write.offset() + from) % SECTOR);
      if (random.nextBoolean()) {
        bytes.write(write, from, Math.min(to, write.bytes().length));
      }
      from = to;
    }
  }

  /** The content of a file. */
  private static final class Bytes {
    private byte[] bytes;
    private int size;

    Bytes(byte[] bytes, int size) {
      this.bytes = bytes.clone();
      this.size = size;
    }

    void apply(Event event) {
      if (event instanceof Event.Truncate cut) {
        resize((int) cut.size());
      } else if (event instanceof Event.Write write) {
        write(write, 0, write.bytes().length);
      }
    }

    void write(Event.Write write, int from, int to) {
      int offset = (int) write.offset();
      resize(Math.max(size, offset + to));
      System.arraycopy(write.bytes(), from, bytes, offset + from, to - from);
    }

    private void resize(int wanted) {
      if (wanted > bytes.length) {
        bytes = Arrays.copyOf(bytes, Math.max(wanted, bytes.length * 2));
      }
      if (wanted < size) {
        Arrays.fill(bytes, wanted, size, (byte) 0);
      }
      size = wanted;
    }

    byte[] toArray() {
      return Arrays.copyOf(bytes, size);
    }
  }
}

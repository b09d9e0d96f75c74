package io.gemba.agent.core.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Finds rows on the leaf pages of tables, whichever table they are of and whether or not anything
 * still points at the page. Whatever does not add up is passed over. Used by one thread.
 */
final class RawRows {
  private static final int TABLE_LEAF = 13;
  private static final int FILE_HEADER = 100;
  private static final int LARGEST_ROW = 64 << 20;

  /** Is shown a row: Long, String, byte[] or null per column. */
  interface Reader {
    void row(long rowId, List<@Nullable Object> columns) throws IOException;
  }

  private final RawPages pages;

  RawRows(RawPages pages) {
    this.pages = pages;
  }

  void read(Reader reader) throws IOException {
    for (int number = 1; number <= pages.count(); number++) {
      ByteBuffer page = pages.page(number);
      if (page != null) {
        page(page, number == 1 ? FILE_HEADER : 0, reader);
      }
    }
  }

  private void page(ByteBuffer page, int start, Reader reader) throws IOException {
    if (start + 8 > page.limit() || page.get(start) != TABLE_LEAF) {
      return;
    }
    int cells = Math.min(page.getShort(start + 3) & 0xFFFF, (page.limit() - start - 8) / 2);
    for (int i = 0; i < cells; i++) {
      int at = page.getShort(start + 8 + 2 * i) & 0xFFFF;
      long rowId;
      List<@Nullable Object> columns;
      try {
        ByteBuffer cell = page.duplicate().position(at);
        long length = varint(cell);
        rowId = varint(cell);
        columns = columns(payload(cell, length));
      } catch (RuntimeException _) {
        continue; // bytes that are no cell: beyond the page, endless, of no known type
      }
      reader.row(rowId, columns);
    }
  }

  /** The row's bytes: those on this page, then those on its chain of pages. */
  private ByteBuffer payload(ByteBuffer cell, long length) {
    if (length < 1 || length > LARGEST_ROW) {
      throw new IllegalArgumentException("a row of " + length + " bytes");
    }
    int size = pages.pageSize();
    int most = size - 35;
    int least = (size - 12) * 32 / 255 - 23;
    int fits = least + (int) ((length - least) % (size - 4));
    int local = length <= most ? (int) length : fits <= most ? fits : least;
    byte[] bytes = new byte[(int) length];
    cell.get(bytes, 0, local);
    int filled = local;
    int next = filled < bytes.length ? cell.getInt() : 0;
    while (filled < bytes.length) {
      ByteBuffer page = pages.page(next);
      if (page == null) {
        throw new IllegalArgumentException("the chain ends early");
      }
      next = page.getInt();
      int part = Math.min(size - 4, bytes.length - filled);
      page.get(bytes, filled, part);
      filled += part;
    }
    return ByteBuffer.wrap(bytes);
  }

  private static List<@Nullable Object> columns(ByteBuffer row) {
    int start = row.position();
    int header = (int) varint(row);
    ByteBuffer values = row.duplicate().position(start + header);
    List<@Nullable Object> columns = new ArrayList<>();
    while (row.position() < start + header) {
      columns.add(value((int) varint(row), values));
    }
    return columns;
  }

  private static @Nullable Object value(int type, ByteBuffer values) {
    return switch (type) {
      case 0 -> null;
      case 1, 2, 3, 4 -> integer(values, type);
      case 5 -> integer(values, 6);
      case 6 -> integer(values, 8);
      case 8 -> 0L;
      case 9 -> 1L;
      default -> {
        if (type < 12) {
          throw new IllegalArgumentException("type " + type);
        }
        byte[] bytes = new byte[Math.min((type - 12) / 2, values.remaining() + 1)];
        values.get(bytes);
        yield type % 2 == 0 ? bytes : new String(bytes, StandardCharsets.UTF_8);
      }
    };
  }

  private static long integer(ByteBuffer values, int bytes) {
    long value = values.get();
    for (int i = 1; i < bytes; i++) {
      value = value << 8 | (values.get() & 0xFF);
    }
    return value;
  }

  private static long varint(ByteBuffer buffer) {
    long value = 0;
    for (int i = 0; i < 8; i++) {
      byte next = buffer.get();
      value = value << 7 | (next & 0x7F);
      if (next >= 0) {
        return value;
      }
    }
    return value << 8 | (buffer.get() & 0xFF);
  }
}

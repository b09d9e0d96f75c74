package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Document;
import io.gemba.cloud.console.wire.Sample;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/** Rows on their way into a table by COPY, in its binary format. Used by one thread, once. */
final class PgRows {
  private static final byte[] HEADER = {
    'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0, 0, 0, 0, 0, 0, 0, 0, 0
  };
  private static final int FLUSH_AT = 48 << 10;
  private static final int FIXED = 128;
  private static final long EXACT = 1L << 53;
  private static final short COLUMNS = 8;

  private final CopyIn copy;
  private ByteBuffer buffer = ByteBuffer.allocate(FLUSH_AT + FIXED);

  PgRows(Connection connection, String table) throws SQLException {
    copy =
        connection
            .unwrap(PGConnection.class)
            .getCopyAPI()
            .copyIn(
                "COPY "
                    + table
                    + " (seq, t, v, stream, point, flags, sc, x) FROM STDIN (FORMAT binary)");
    buffer.put(HEADER);
  }

  void add(int stream, long seq, int point, Sample sample) throws SQLException {
    Object value = sample.value();
    byte @Nullable [] text = text(value);
    if (buffer.position() + FIXED + (text == null ? 0 : text.length) > buffer.capacity()) {
      flush(text == null ? 0 : text.length);
    }
    buffer.putShort(COLUMNS);
    buffer.putInt(8).putLong(seq);
    buffer.putInt(8).putLong(sample.time());
    Double number = number(value);
    if (number == null) {
      buffer.putInt(-1);
    } else {
      buffer.putInt(8).putDouble(number);
    }
    buffer.putInt(4).putInt(stream);
    buffer.putInt(4).putInt(point);
    buffer.putInt(2).putShort((short) SampleFlags.of(sample));
    if (sample.statusCode() == 0) {
      buffer.putInt(-1);
    } else {
      buffer.putInt(8).putLong(sample.statusCode());
    }
    if (text == null) {
      buffer.putInt(-1);
    } else {
      buffer.putInt(text.length).put(text);
    }
  }

  private void flush(int more) throws SQLException {
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    int room = FLUSH_AT + FIXED + more;
    buffer = buffer.capacity() < room ? ByteBuffer.allocate(room) : buffer.clear();
  }

  /** Ends the COPY; a row that breaks a rule of the table breaks it here. */
  void end() throws SQLException {
    flush(0);
    buffer.putShort((short) -1);
    copy.writeToCopy(buffer.array(), 0, buffer.position());
    copy.endCopy();
  }

  private static @Nullable Double number(@Nullable Object value) {
    return switch (value) {
      case Boolean b -> b ? 1.0 : 0.0;
      case BigInteger _ -> null;
      case Number n -> n.doubleValue();
      case null, default -> null;
    };
  }

  /** A zero character is the one thing that PostgreSQL's texts cannot hold. */
  private static byte @Nullable [] text(@Nullable Object value) {
    String text =
        switch (value) {
          case String s -> s;
          case Document d -> d.json();
          case BigInteger big -> big.toString();
          case Long l when l > EXACT || l < -EXACT -> l.toString();
          case null, default -> null;
        };
    return text == null ? null : text.replace('\0', '\uFFFD').getBytes(StandardCharsets.UTF_8);
  }
}

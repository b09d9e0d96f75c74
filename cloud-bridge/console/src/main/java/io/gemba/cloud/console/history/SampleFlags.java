package io.gemba.cloud.console.history;

import io.gemba.cloud.console.wire.Document;
import io.gemba.cloud.console.wire.Sample;
import java.math.BigInteger;

/** A sample's quality, kind of value and kind of time as one small number, as it is stored. */
final class SampleFlags {
  private SampleFlags() {}

  static int of(Sample sample) {
    int kind =
        switch (sample.value()) {
          case Boolean _ -> Tables.BOOLEAN;
          case String _ -> Tables.TEXT;
          case BigInteger _ -> Tables.BIG;
          case Document _ -> Tables.DOCUMENT;
          case null, default -> 0;
        };
    return sample.quality().code() | kind | (sample.unsynced() ? Tables.UNSYNCED : 0);
  }
}

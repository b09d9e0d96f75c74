package io.gemba.hal.opcua;

import java.io.IOException;
import java.io.Serial;

/** The device is lost, and nothing it still has for us is to be taken over. */
final class FinalLossException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  FinalLossException(String message) {
    super(message);
  }
}

package io.gemba.agent.app;

import io.gemba.hal.spi.Discoverable.Visitor;
import java.io.IOException;

/** Writes down what a walk meets as it goes, so that no tree is too large. */
interface BrowseOutput extends Visitor, AutoCloseable {

  @Override
  default void problem(String what) {
    System.err.println("gemba: skipped: " + what.replaceAll("\\p{Cntrl}", "?"));
  }

  @Override
  void close() throws IOException;
}

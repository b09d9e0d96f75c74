package io.gemba.cloud.console.wire;

import java.util.Map;

/** A reason a stop of a line can be given: its id in the catalogue, and its name by language. */
public record Reason(String id, Map<String, String> name) {}

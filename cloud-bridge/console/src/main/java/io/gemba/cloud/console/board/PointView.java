package io.gemba.cloud.console.board;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One point with its last live value; integers beyond 2^53 are given as text. */
public record PointView(
    String line,
    String point,
    Map<String, String> name,
    @Nullable String type,
    @Nullable String unit,
    boolean writable,
    @Nullable Long t,
    @Nullable Object v,
    @Nullable String q) {}

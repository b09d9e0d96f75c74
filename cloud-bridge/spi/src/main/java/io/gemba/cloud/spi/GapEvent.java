package io.gemba.cloud.spi;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What was lost and why: numbers that will never come, or readings lost before they were numbered.
 *
 * @param device whose
 * @param journal the journal's identity
 * @param from first number that will never come
 * @param to last number that will never come; {@code from - 1} when the loss came before numbering
 * @param start nothing before this moment is concerned
 * @param end nothing after this moment is concerned
 * @param cause a slug such as {@code buffer-full}, {@code inbox-full}, {@code unclean-stop}, {@code
 *     queue-overflow}
 * @param lost how many readings, or -1 when nobody can know
 * @param point the point concerned, or null for the whole device
 */
public record GapEvent(
    DeviceRef device,
    String journal,
    long from,
    long to,
    Instant start,
    Instant end,
    String cause,
    long lost,
    @Nullable String point)
    implements Outgoing.Fact {}

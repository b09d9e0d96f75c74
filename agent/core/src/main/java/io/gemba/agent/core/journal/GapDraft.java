package io.gemba.agent.core.journal;

import io.gemba.cloud.spi.DeviceRef;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A loss on its way into the journal, to be delivered to every uplink like data.
 *
 * @param device whose readings were lost
 * @param start no reading before this moment is concerned
 * @param end no reading after this moment is concerned
 * @param cause a slug such as {@code inbox-full}
 * @param lost how many readings, or -1 when nobody can know
 * @param point the point concerned, or null for the whole device
 * @param numbers how many of the device's next numbers the lost readings take, so that whoever
 *     counts sees them; 0 when they were lost before anybody could number them
 */
public record GapDraft(
    DeviceRef device,
    Instant start,
    Instant end,
    String cause,
    long lost,
    @Nullable String point,
    long numbers) {}

package io.gemba.agent.app;

import io.gemba.hal.spi.AdapterFactory;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a folder under {@code adapters/} turned out to be.
 *
 * @param folder where it was found
 * @param name the adapter's name, or the folder's when it could not be asked
 * @param version its version as its jar says, or "unknown"
 * @param factory what makes adapters, or null when it cannot be used
 * @param problem why it cannot be used, in words, or null
 */
record InstalledAdapter(
    Path folder,
    String name,
    String version,
    @Nullable AdapterFactory factory,
    @Nullable String problem) {}

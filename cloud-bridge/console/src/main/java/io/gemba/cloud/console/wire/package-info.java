/** What gateways say: topics and payloads of the {@code gemba1} name space, decoded into facts. */
@NullMarked
package io.gemba.cloud.console.wire;

import org.jspecify.annotations.NullMarked;

/** A fleet that is not there: gateways that say as much as real ones do, for load tests. */
@NullMarked
package io.gemba.cloud.console.load;

import org.jspecify.annotations.NullMarked;

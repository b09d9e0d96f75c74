/** {@code gemba support-bundle}: what somebody far away needs to help, and no secret. */
@NullMarked
package io.gemba.agent.app.bundle;

import org.jspecify.annotations.NullMarked;

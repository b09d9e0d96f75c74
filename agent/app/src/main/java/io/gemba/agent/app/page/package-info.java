/**
 * The gateway's own web page, {@code /healthz}, {@code /metrics} and JSON: the JDK's HTTP server.
 */
@NullMarked
package io.gemba.agent.app.page;

import org.jspecify.annotations.NullMarked;

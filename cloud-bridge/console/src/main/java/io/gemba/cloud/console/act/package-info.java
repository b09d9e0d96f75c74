/** What people do from the board: commands to gateways, and who may give them. */
@NullMarked
package io.gemba.cloud.console.act;

import org.jspecify.annotations.NullMarked;

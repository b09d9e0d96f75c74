/** Who may see and do what: accounts, sessions, rights by site, and a record of what was done. */
@NullMarked
package io.gemba.cloud.console.users;

import org.jspecify.annotations.NullMarked;

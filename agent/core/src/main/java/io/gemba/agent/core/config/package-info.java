/** What the one YAML file says, checked: plain facts that the other rooms are built from. */
@NullMarked
package io.gemba.agent.core.config;

import org.jspecify.annotations.NullMarked;

/** {@code gemba doctor}: looks at everything a gateway needs and says how to cure what ails it. */
@NullMarked
package io.gemba.agent.app.doctor;

import org.jspecify.annotations.NullMarked;

/** Small safe expressions over points: they read values and can do nothing else. */
@org.jspecify.annotations.NullMarked
package io.gemba.agent.core.formula;

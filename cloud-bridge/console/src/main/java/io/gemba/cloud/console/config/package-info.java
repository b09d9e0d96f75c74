/** What IT writes down: one YAML file, read with the line and column of every mistake. */
@NullMarked
package io.gemba.cloud.console.config;

import org.jspecify.annotations.NullMarked;

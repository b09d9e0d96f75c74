/** How managers see it: the page, its JSON interface and the stream of changes. */
@NullMarked
package io.gemba.cloud.console.web;

import org.jspecify.annotations.NullMarked;

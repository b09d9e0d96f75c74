/** The example of hal/README.md: a weighing scale that speaks lines of text over TCP. */
@NullMarked
package com.example.scale;

import org.jspecify.annotations.NullMarked;

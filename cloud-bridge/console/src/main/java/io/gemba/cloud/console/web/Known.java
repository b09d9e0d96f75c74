package io.gemba.cloud.console.web;

import io.gemba.cloud.console.users.Visitor;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Somebody who may be let in.
 *
 * @param key what their CSRF token is made from: the cookie, or the name
 * @param again who they are now, without the request; empty once their session is over
 */
record Known(Visitor visitor, String key, Supplier<Optional<Visitor>> again) {}

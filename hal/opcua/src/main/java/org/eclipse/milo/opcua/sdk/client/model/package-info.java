/** Two stand-ins for classes of Eclipse Milo that cost a gateway more than they give; see each. */
@NullMarked
package org.eclipse.milo.opcua.sdk.client.model;

import org.jspecify.annotations.NullMarked;

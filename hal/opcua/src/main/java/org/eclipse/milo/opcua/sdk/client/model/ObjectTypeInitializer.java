package org.eclipse.milo.opcua.sdk.client.model;

import org.eclipse.milo.opcua.sdk.client.ObjectTypeManager;
import org.eclipse.milo.opcua.stack.core.NamespaceTable;

/**
 * Stands in for Milo's class of the same name, which loads a Java class for each object type of the
 * standard the moment a client is made. Gemba reads values and never asks for a node as a Java
 * object, and on a gateway those classes are ten megabytes of memory and a second of start-up. Our
 * jar sorts before Milo's in the adapter's folder, so this one is found first; should that ever
 * change, Milo's is used and nothing breaks.
 */
public final class ObjectTypeInitializer {
  private ObjectTypeInitializer() {}

  /** Registers nothing. */
  public static void initialize(NamespaceTable namespaces, ObjectTypeManager types) {}
}

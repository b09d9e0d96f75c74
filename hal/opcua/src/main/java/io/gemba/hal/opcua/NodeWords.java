package io.gemba.hal.opcua;

import org.eclipse.milo.opcua.stack.core.NamespaceTable;
import org.eclipse.milo.opcua.stack.core.types.builtin.NodeId;

/** Node ids as people should write them: with the namespace's name, whose number may move. */
final class NodeWords {
  private NodeWords() {}

  static String of(NodeId node, NamespaceTable namespaces) {
    String text = node.toParseableString();
    String identifier = text.replaceFirst("^ns=\\d+;", "");
    int index = node.getNamespaceIndex().intValue();
    String uri = namespaces.get(index);
    if (index == 0) {
      return identifier;
    }
    return uri == null || uri.contains(";") ? text : "nsu=" + uri + ";" + identifier;
  }
}

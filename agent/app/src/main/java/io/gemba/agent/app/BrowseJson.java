package io.gemba.agent.app;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.hal.spi.Discoverable.Node;
import java.io.IOException;
import java.io.Writer;
import java.util.Map;

/** A JSON list, written as the walk goes. */
final class BrowseJson implements BrowseOutput {
  private final JsonGenerator json;
  private final PathGlob glob;

  BrowseJson(Writer out, PathGlob glob) throws IOException {
    this.json = new JsonFactory().createGenerator(out);
    this.glob = glob;
    json.writeStartArray();
  }

  @Override
  public void node(Node node) throws IOException {
    if (!glob.isEverything() && (node.point().isEmpty() || !glob.matches(node.path()))) {
      return;
    }
    json.writeStartObject();
    json.writeArrayFieldStart("path");
    for (String name : node.path()) {
      json.writeString(name);
    }
    json.writeEndArray();
    json.writeBooleanField("point", !node.point().isEmpty());
    for (Map.Entry<String, String> fact : node.facts().entrySet()) {
      json.writeStringField(fact.getKey(), fact.getValue());
    }
    json.writeEndObject();
    json.writeRaw('\n');
  }

  @Override
  public void close() throws IOException {
    json.writeEndArray();
    json.writeRaw('\n');
    json.close();
  }
}

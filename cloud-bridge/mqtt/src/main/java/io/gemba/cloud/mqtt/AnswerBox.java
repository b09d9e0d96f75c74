package io.gemba.cloud.mqtt;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.hal.spi.Value;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;
import org.eclipse.paho.mqttv5.common.MqttException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers to commands on their way out, one at a time and in order; what the broker has not
 * acknowledged when a session ends goes out again in the next. Safe for any threads; never blocks.
 */
final class AnswerBox {
  private static final Logger LOG = LoggerFactory.getLogger(AnswerBox.class);
  private static final JsonFactory JSON = new JsonFactory();
  private static final int MOST_WAITING = 100;

  private final ArrayDeque<Letter> waiting = new ArrayDeque<>();
  private @Nullable Connection connection;
  private boolean underWay;

  /** One answer. */
  @SuppressWarnings("ArrayRecordComponent") // handed over, never compared
  record Letter(String topic, byte @Nullable [] correlation, byte[] payload) {}

  /** A new session: whatever was under way in the old one is unknown, so it goes again. */
  void attach(Connection now) {
    synchronized (this) {
      connection = now;
      underWay = false;
    }
    pump();
  }

  void put(Letter letter) {
    synchronized (this) {
      if (waiting.size() >= MOST_WAITING) {
        LOG.warn("too many answers wait for the broker: one to {} is dropped", letter.topic());
        return;
      }
      waiting.add(letter);
    }
    pump();
  }

  private void pump() {
    Connection to;
    Letter next;
    synchronized (this) {
      to = connection;
      next = waiting.peek();
      if (to == null || next == null || underWay) {
        return;
      }
      underWay = true;
    }
    try {
      to.publish(
          PahoClient.answer(next.topic(), next.correlation(), next.payload()),
          code -> delivered(to));
    } catch (MqttException e) {
      synchronized (this) {
        if (connection == to) {
          underWay = false;
          connection = null; // it goes out in the next session
        }
      }
    }
  }

  /** On Paho's callback thread, which must not call the client. */
  private void delivered(Connection by) {
    synchronized (this) {
      if (connection != by || !underWay) {
        return;
      }
      underWay = false;
      waiting.remove();
    }
    try {
      by.threads().execute(this::pump);
    } catch (RejectedExecutionException e) {
      LOG.debug("the session ended; the next one goes on", e);
    }
  }

  /** What is answered, as JSON. */
  static byte[] payload(String command, String id, Answer answer, Instant at) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberField("v", 1);
      json.writeStringField("command", Wellformed.text(command));
      if (!id.isEmpty() && !id.startsWith("correlation ")) {
        json.writeStringField("id", Wellformed.text(id));
      }
      json.writeStringField("state", JsonCodec.word(answer.state()));
      json.writeNumberField("sc", answer.statusCode());
      json.writeStringField("words", Wellformed.text(answer.words()));
      if (!answer.outputs().isEmpty()) {
        json.writeObjectFieldStart("out");
        SampleWriter values = new SampleWriter();
        for (Map.Entry<String, Value> output : answer.outputs().entrySet()) {
          json.writeFieldName(Wellformed.text(output.getKey()));
          json.writeRawValue(new String(values.text(output.getValue()), StandardCharsets.UTF_8));
        }
        json.writeEndObject();
      }
      json.writeNumberField("t", Millis.of(at));
      json.writeEndObject();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a byte array cannot fail
    }
    return bytes.toByteArray();
  }
}

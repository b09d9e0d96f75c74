package io.gemba.cloud.mqtt;

import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.GatewayId;
import io.gemba.hal.spi.Value;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.eclipse.paho.mqttv5.common.MqttMessage;
import org.eclipse.paho.mqttv5.common.packet.MqttProperties;
import org.jspecify.annotations.Nullable;

/**
 * Takes commands from {@code …/_gw/{id}/cmd/{name}} and answers each at its response topic, in
 * whatever session that is possible. Sessions begin clean, so nothing that was sent while the
 * gateway was away ever comes here. Safe for any threads; never blocks.
 */
final class CommandPort {
  private static final String ROOT = "gemba1/";
  private static final int LONGEST_ID = 200;

  private final String commands;
  private final String answers;
  private final InstantSource clock;
  private final AnswerBox box;
  private final Command.Desk desk;

  CommandPort(GatewayId gateway, InstantSource clock, Command.Desk desk) {
    String own = ROOT + gateway.enterprise() + "/" + gateway.site() + "/_gw/" + gateway.id() + "/";
    this.commands = own + "cmd/";
    this.answers = own + "answer/";
    this.clock = clock;
    this.desk = desk;
    this.box = new AnswerBox();
  }

  /** A session begins: commands may come, and answers that wait may go. */
  void attach(Connection connection) throws IOException, InterruptedException {
    connection.subscribe(commands + "+", this::arrived);
    box.attach(connection);
  }

  /** Called by Paho's callback thread. */
  private void arrived(String topic, MqttMessage message) {
    MqttProperties properties = message.getProperties();
    String name = topic.substring(topic.lastIndexOf('/') + 1);
    String answerTo = properties == null ? null : properties.getResponseTopic();
    byte[] correlation = properties == null ? null : properties.getCorrelationData();
    CompletableFuture<Answer> answer;
    String id = "";
    try {
      if (message.isRetained()) {
        throw new IOException("a retained command would be repeated for ever: send it unretained");
      }
      checkAnswerTopic(answerTo);
      Map<String, Value> fields = new LinkedHashMap<>(CommandReader.read(message.getPayload()));
      id = id(fields.remove("id"), answerTo, correlation);
      fields.remove("v");
      answer = desk.take(new Command(id, name, fields, until(properties)));
    } catch (IOException e) {
      answer =
          CompletableFuture.completedFuture(Answer.refused(e.getMessage() + "; nothing was done"));
    }
    if (answerTo != null && isFree(answerTo)) {
      String known = id;
      var unused =
          answer.thenAccept(
              given ->
                  box.put(
                      new AnswerBox.Letter(
                          answerTo,
                          correlation,
                          AnswerBox.payload(name, known, given, clock.instant()))));
    }
  }

  private Instant until(@Nullable MqttProperties properties) {
    Long seconds = properties == null ? null : properties.getMessageExpiryInterval();
    return seconds == null ? Instant.MAX : clock.instant().plusSeconds(seconds);
  }

  /** Without something that tells two commands apart, nobody could tell a repetition. */
  private static String id(
      @Nullable Value given, @Nullable String answerTo, byte @Nullable [] correlation)
      throws IOException {
    if (given instanceof Value.Text text
        && !text.value().isBlank()
        && text.value().length() <= LONGEST_ID) {
      return text.value();
    }
    if (given != null) {
      throw new IOException("'id' must be a text of 1 to " + LONGEST_ID + " characters");
    }
    if (correlation == null || correlation.length == 0 || correlation.length > LONGEST_ID) {
      throw new IOException(
          "it needs correlation data or an 'id' that no other command has, so that it cannot be"
              + " executed twice");
    }
    return "correlation " + answerTo + " " + HexFormat.of().formatHex(correlation);
  }

  private void checkAnswerTopic(@Nullable String topic) throws IOException {
    if (topic != null && !isFree(topic)) {
      throw new IOException(
          "the response topic '"
              + topic
              + "' would be taken for something else: use "
              + answers
              + "… or one outside "
              + ROOT);
    }
  }

  /** Whether an answer there can be mistaken for data or for another command. */
  private boolean isFree(String topic) {
    boolean sound =
        !topic.isEmpty()
            && topic.length() <= 1_000
            && topic.chars().noneMatch(c -> c == '+' || c == '#' || c == 0);
    return sound
        && !topic.startsWith("$")
        && (!topic.startsWith(ROOT) || topic.startsWith(answers));
  }

  /** What it subscribes to, for whoever sets rights. */
  List<String> topics() {
    return List.of(commands + "+");
  }
}

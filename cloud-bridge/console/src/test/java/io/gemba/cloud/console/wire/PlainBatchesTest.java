package io.gemba.cloud.console.wire;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The quick reader says what the thorough one says, or nothing. */
class PlainBatchesTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Topic.Place PLACE =
      new Topic.Place(new LineKey("e", "s", "a", "l"), "c", "tag", "d");

  private static final List<String> PLAIN =
      List.of(
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':1.5},{'n':'b','t':2,'v':7}]}",
          "{'v':1,'journal':'j','seq':5,'clock':'unsynced','samples':[{'n':'a','t':1,'v':1},{'n':'a','t':1,'v':1,'g':3}]}",
          "{'journal':'j','seq':0,'new':true,'samples':[{'n':'a','t':1,'v':null,'q':'bad','sc':2147483648},{'n':'a','t':1,'v':'油','q':'odd','x':'y'},{'n':'a','t':1,'v':false},{'n':'a','t':1}]}");

  private static final List<String> LEFT =
      List.of(
          "{'v':2,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':1.5}]}",
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':[1]}]}",
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':18446744073709551615}]}",
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':1}],'clock':'unsynced'}",
          "{'v':1,'journal':'j','seq':-5,'samples':[{'n':'a','t':1,'v':1}]}",
          "{'v':1,'journal':'j','seq':5,'samples':[]}",
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','v':1}]}",
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':1}",
          "{'v':1,'journal':'j','seq':5,'samples':[{'n':'a','t':1,'v':1}]} and more",
          "[]");

  private static Statement.Batch plain(String text) {
    byte[] payload = text.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    return PlainBatches.decode(JSON.getFactory(), PLACE, false, payload);
  }

  @Test
  void saysTheSameOfPlainMessages() throws Exception {
    for (String text : PLAIN) {
      assertThat(plain(text))
          .isEqualTo(SampleBatches.decode(PLACE, false, JSON.readTree(text.replace('\'', '"'))));
    }
  }

  @Test
  void leavesEverythingElseToTheOther() {
    for (String text : LEFT) {
      assertThat(plain(text)).as(text).isNull();
    }
  }
}

package io.gemba.cloud.console.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.junit.jupiter.api.Test;

class InflationTest {
  private static final byte[] TEXT =
      "{'v':1,'samples':[1,1,1,1,1,1,1,1,1,1]}".repeat(2_000).getBytes(StandardCharsets.UTF_8);

  @Test
  void leavesAPayloadWithoutEncodingAlone() throws Exception {
    assertThat(Inflation.plain(TEXT, null)).isSameAs(TEXT);
  }

  @Test
  void readsBackWhatZlibMade() throws Exception {
    byte[] small = zlib(TEXT);
    assertThat(small.length).isLessThan(TEXT.length / 10);
    assertThat(Inflation.plain(small, "deflate")).isEqualTo(TEXT);
  }

  @Test
  void leavesAnEmptyPayloadEmptySoThatItStillClearsARetainedTopic() throws Exception {
    assertThat(Inflation.plain(new byte[0], "deflate")).isEmpty();
  }

  @Test
  void takesTheLargestPayloadAndNotOneByteMore() throws Exception {
    assertThat(Inflation.plain(zlib(new byte[Decoder.MAX_PAYLOAD]), "deflate"))
        .hasSize(Decoder.MAX_PAYLOAD);
    assertThatThrownBy(() -> Inflation.plain(zlib(new byte[Decoder.MAX_PAYLOAD + 1]), "deflate"))
        .isInstanceOf(MalformedException.class)
        .hasMessageContaining("once decompressed");
  }

  @Test
  void stopsABombLongBeforeItFillsTheMemory() throws Exception {
    byte[] bomb = zlib(new byte[64 << 20]);
    assertThat(bomb.length).isLessThan(100 << 10);
    assertThatThrownBy(() -> Inflation.plain(bomb, "deflate"))
        .isInstanceOf(MalformedException.class);
  }

  @Test
  void refusesWhatIsCutOffDamagedOrNeedsADictionary() throws Exception {
    byte[] whole = zlib(TEXT);
    byte[] damaged = whole.clone();
    damaged[damaged.length - 1] ^= 1; // the checksum
    for (byte[] bad :
        new byte[][] {
          Arrays.copyOf(whole, whole.length / 2),
          Arrays.copyOf(whole, 1),
          damaged,
          TEXT,
          withDictionary()
        }) {
      assertThatThrownBy(() -> Inflation.plain(bad, "deflate"))
          .isInstanceOf(MalformedException.class);
    }
  }

  @Test
  void namesAnEncodingItDoesNotKnow() {
    assertThatThrownBy(() -> Inflation.plain(TEXT, "br"))
        .isInstanceOf(MalformedException.class)
        .hasMessage("content-encoding br, this console reads deflate");
  }

  private static byte[] zlib(byte[] plain) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DeflaterOutputStream zlib = new DeflaterOutputStream(out)) {
      zlib.write(plain);
    }
    return out.toByteArray();
  }

  private static byte[] withDictionary() {
    Deflater deflater = new Deflater();
    deflater.setDictionary("samples".getBytes(StandardCharsets.UTF_8));
    deflater.setInput(TEXT);
    deflater.finish();
    byte[] out = new byte[TEXT.length];
    int length = deflater.deflate(out);
    deflater.end();
    return Arrays.copyOf(out, length);
  }
}

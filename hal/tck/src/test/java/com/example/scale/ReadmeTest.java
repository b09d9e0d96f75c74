package com.example.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReadmeTest {

  @ParameterizedTest
  @ValueSource(strings = {"ScaleAdapterFactory", "ScaleAdapter", "ScaleContractTest"})
  void theReadmeQuotesTheExampleAsItIs(String type) throws IOException {
    Path source = Path.of("src/test/java/com/example/scale", type + ".java");
    assertThat(Files.readString(Path.of("../README.md")))
        .as("hal/README.md must quote %s word by word", source)
        .contains(Files.readString(source).strip());
  }
}

package io.gemba.hal.opcua;

import static org.assertj.core.api.Assertions.assertThat;

import org.eclipse.milo.opcua.sdk.client.model.ObjectTypeInitializer;
import org.eclipse.milo.opcua.sdk.client.model.VariableTypeInitializer;
import org.junit.jupiter.api.Test;

class SmallMiloTest {
  @Test
  void ourStandInsAreFoundBeforeMilosOwn() {
    for (Class<?> standIn :
        new Class<?>[] {ObjectTypeInitializer.class, VariableTypeInitializer.class}) {
      assertThat(standIn.getProtectionDomain().getCodeSource())
          .isEqualTo(OpcUaAdapter.class.getProtectionDomain().getCodeSource());
    }
  }

  @Test
  void ourJarSortsBeforeMilosInTheAdaptersFolder() {
    assertThat("hal-opcua.jar").isLessThan("milo-sdk-client.jar");
  }
}

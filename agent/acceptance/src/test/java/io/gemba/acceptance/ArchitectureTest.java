package io.gemba.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass.Predicates;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.Test;

/** The allowed arrows of the house; a sample travels one way. */
class ArchitectureTest {
  private static final JavaClasses HOUSE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.gemba");

  private static final String[] REST_OF_THE_HOUSE = {
    "io.gemba.agent..", "io.gemba.cloud..", "io.gemba.hal.."
  };

  @Test
  void theAdapterSpiNeedsNothingButTheJdk() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.hal.spi..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "io.gemba.hal.spi..", "org.jspecify.."));
  }

  @Test
  void theUplinkSpiKnowsOnlyTheAdapterSpi() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.cloud.spi..")
            .should()
            .dependOnClassesThat()
            .resideOutsideOfPackages(
                "java..", "io.gemba.cloud.spi..", "io.gemba.hal.spi..", "org.jspecify.."));
  }

  @Test
  void opcUaKnowsOnlyTheAdapterSpi() {
    hold(adapter("opcua"));
  }

  @Test
  void gpioKnowsOnlyTheAdapterSpi() {
    hold(adapter("gpio"));
  }

  @Test
  void theSimulatorKnowsOnlyTheAdapterSpi() {
    hold(adapter("simulator"));
  }

  @Test
  void theCloudBridgeKnowsNoAgentAndNoAdapter() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.cloud..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.gemba.agent..",
                "io.gemba.hal.opcua..",
                "io.gemba.hal.gpio..",
                "io.gemba.hal.simulator.."));
  }

  @Test
  void mqttAndConsoleDoNotKnowEachOther() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.cloud.mqtt..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gemba.cloud.console.."));
  }

  @Test
  void consoleAndMqttDoNotKnowEachOther() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.cloud.console..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.gemba.cloud.mqtt.."));
  }

  @Test
  void theCoreKnowsNoProtocolNoHardwareNoWeb() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.agent.core..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "org.eclipse.milo..",
                "com.pi4j..",
                "org.eclipse.paho..",
                "com.sun.net.httpserver..",
                "java.net.http..",
                "io.javalin..",
                "io.gemba.agent.app..",
                "io.gemba.cloud.mqtt..",
                "io.gemba.cloud.console..",
                "io.gemba.hal.opcua..",
                "io.gemba.hal.gpio.."));
  }

  @Test
  void onlyTheJournalKnowsSqlInTheAgent() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.agent..")
            .and()
            .resideOutsideOfPackage("io.gemba.agent.core.journal..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("java.sql..", "org.sqlite.."));
  }

  @Test
  void theAppKnowsNoAdapter() {
    hold(
        noClasses()
            .that()
            .resideInAPackage("io.gemba.agent.app..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                "io.gemba.hal.opcua..", "io.gemba.hal.gpio..", "org.eclipse.milo..", "com.pi4j.."));
  }

  @Test
  void nobodyDeserialisesJavaObjects() {
    hold(
        noClasses()
            .that()
            .resideInAnyPackage(REST_OF_THE_HOUSE)
            .should()
            .dependOnClassesThat()
            .areAssignableTo(java.io.ObjectInputStream.class));
  }

  private static void hold(ArchRule rule) {
    rule.check(HOUSE);
  }

  private static ArchRule adapter(String name) {
    String own = "io.gemba.hal." + name + "..";
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            Predicates.resideInAnyPackage(REST_OF_THE_HOUSE)
                .and(Predicates.resideOutsideOfPackages(own, "io.gemba.hal.spi..")));
  }
}

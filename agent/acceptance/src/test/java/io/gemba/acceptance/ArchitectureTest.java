package io.gemba.acceptance;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The allowed arrows of the house; a sample travels one way. */
@AnalyzeClasses(packages = "io.gemba", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  private static final String[] REST_OF_THE_HOUSE = {
    "io.gemba.agent..", "io.gemba.cloud..", "io.gemba.hal.."
  };

  @ArchTest
  static final ArchRule theAdapterSpiNeedsNothingButTheJdk =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.hal.spi..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages("java..", "io.gemba.hal.spi..", "org.jspecify..");

  @ArchTest
  static final ArchRule theUplinkSpiKnowsOnlyTheAdapterSpi =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.cloud.spi..")
          .should()
          .dependOnClassesThat()
          .resideOutsideOfPackages(
              "java..", "io.gemba.cloud.spi..", "io.gemba.hal.spi..", "org.jspecify..");

  @ArchTest
  static final ArchRule opcUaKnowsOnlyTheAdapterSpi = adapter("opcua");

  @ArchTest
  static final ArchRule gpioKnowsOnlyTheAdapterSpi = adapter("gpio");

  @ArchTest
  static final ArchRule theSimulatorKnowsOnlyTheAdapterSpi = adapter("simulator");

  @ArchTest
  static final ArchRule theCloudBridgeKnowsNoAgentAndNoAdapter =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.cloud..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gemba.agent..",
              "io.gemba.hal.opcua..",
              "io.gemba.hal.gpio..",
              "io.gemba.hal.simulator..");

  @ArchTest
  static final ArchRule mqttAndConsoleDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.cloud.mqtt..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gemba.cloud.console..");

  @ArchTest
  static final ArchRule consoleAndMqttDoNotKnowEachOther =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.cloud.console..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("io.gemba.cloud.mqtt..");

  @ArchTest
  static final ArchRule theCoreKnowsNoProtocolNoHardwareNoWeb =
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
              "io.gemba.hal.gpio..");

  @ArchTest
  static final ArchRule onlyTheJournalKnowsSqlInTheAgent =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.agent..")
          .and()
          .resideOutsideOfPackage("io.gemba.agent.core.journal..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("java.sql..", "org.sqlite..");

  @ArchTest
  static final ArchRule theAppKnowsNoAdapter =
      noClasses()
          .that()
          .resideInAPackage("io.gemba.agent.app..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              "io.gemba.hal.opcua..", "io.gemba.hal.gpio..", "org.eclipse.milo..", "com.pi4j..");

  @ArchTest
  static final ArchRule nobodyDeserialisesJavaObjects =
      noClasses()
          .that()
          .resideInAnyPackage(REST_OF_THE_HOUSE)
          .should()
          .dependOnClassesThat()
          .areAssignableTo(java.io.ObjectInputStream.class);

  private static ArchRule adapter(String name) {
    String own = "io.gemba.hal." + name + "..";
    return noClasses()
        .that()
        .resideInAPackage(own)
        .should()
        .dependOnClassesThat(
            com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage(
                    REST_OF_THE_HOUSE)
                .and(
                    com.tngtech.archunit.core.domain.JavaClass.Predicates
                        .resideOutsideOfPackages(own, "io.gemba.hal.spi..")))
        .allowEmptyShould(true);
  }
}

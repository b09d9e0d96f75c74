package io.gemba.hal.opcua;

import io.gemba.hal.spi.AdapterFactory;
import io.gemba.hal.spi.Quality;
import io.gemba.hal.spi.Sample;
import io.gemba.hal.spi.Value;
import io.gemba.hal.tck.AdapterContract;
import io.gemba.hal.tck.BadSetting;
import io.gemba.hal.tck.FakeDevice;
import io.gemba.hal.tck.SilentServer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.eclipse.milo.opcua.stack.core.Stack;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;

class OpcUaContractTest extends AdapterContract {

  /** Milo opens what its servers share in a process once; it is no news afterwards. */
  @BeforeAll
  static void openWhatServersShare() throws Exception {
    new TestServer(TestServer.Options.OPEN).start().close();
  }

  @AfterAll
  static void releaseTheServersThreads() {
    Stack.releaseSharedResources();
  }

  @Override
  protected AdapterFactory factory() {
    return new OpcUaAdapterFactory();
  }

  @Override
  protected FakeDevice newDevice() throws Exception {
    return new ServerDevice();
  }

  @Override
  protected List<BadSetting> badSettings(Map<String, Object> good) {
    return List.of(
        BadSetting.of(good, "endpoint", "http://127.0.0.1"),
        BadSetting.of(good, "endpoint", "opc.tcp://"),
        BadSetting.of(good, "user.name", " "),
        BadSetting.of(good, "points.temperature.node", "Press1.OilTemp"),
        BadSetting.of(good, "points.temperature.node", "svr=1;i=2258"));
  }

  /** The test server's threads, which Milo shares in a process; the adapter has its own. */
  @Override
  protected boolean mayStay(String threadOrFile) {
    return threadOrFile.contains(" milo-");
  }

  private static final class ServerDevice implements FakeDevice {
    private final TestServer server = new TestServer(TestServer.Options.SECURED);
    private @Nullable SilentServer silent;
    private int next;

    ServerDevice() throws Exception {}

    @Override
    public Map<String, Object> settings() {
      return Map.of(
          "endpoint", server.endpoint(),
          "trust", "first-use",
          "user", Map.of("name", TestServer.USER, "password-file", passwordFile()),
          "publishing-interval", "50ms",
          "keep-alive", "500ms",
          "request-timeout", "2s",
          "points",
              Map.of(
                  "temperature", Map.of("node", "nsu=" + TestServer.NAMESPACE + ";s=temperature")));
    }

    private static String passwordFile() {
      return Passwords.right().toString();
    }

    @Override
    public void start() throws Exception {
      server.show("temperature", Variant.ofDouble(next++)).start();
    }

    @Override
    public void stop() throws Exception {
      server.stop();
      if (silent != null) {
        silent.close();
        silent = null;
      }
    }

    @Override
    public void hang() throws Exception {
      silent = new SilentServer(server.port());
    }

    @Override
    public Sample emit(Quality quality, Instant sourceTime) {
      long status =
          switch (quality) {
            case GOOD -> 0;
            case UNCERTAIN -> StatusCodes.Uncertain_LastUsableValue;
            case BAD -> StatusCodes.Bad_SensorFailure;
          };
      double value = next++ + 0.5;
      server.show("temperature", Variant.ofDouble(value), status, sourceTime);
      return new Sample("temperature", new Value.Real(value), quality, status, sourceTime);
    }

    @Override
    public Map<String, Object> brokenPoint() {
      return Map.of("node", "nsu=" + TestServer.NAMESPACE + ";s=vanished");
    }

    @Override
    public void close() throws Exception {
      stop();
    }
  }
}

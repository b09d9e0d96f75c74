package io.gemba.cloud.console;

import io.gemba.cloud.console.config.ConfigException;
import io.gemba.cloud.console.config.ConfigReader;
import io.gemba.cloud.console.notify.NotifyConfig;
import io.gemba.cloud.console.notify.TestMessage;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code gemba console notify test CHANNEL}: tries a channel without a running console. */
@Command(
    name = "gemba console notify",
    description = "Sends a test message through a channel of the console's file, at once.",
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {"0:the other side has it", "1:it does not", "2:usage or configuration"})
final class NotifyMain implements Callable<Integer> {
  @Parameters(index = "0", paramLabel = "test", description = "`test` is all there is")
  private String what = "";

  @Parameters(index = "1", paramLabel = "CHANNEL", description = "name under `notify.channels`")
  private String channel = "";

  @Mixin private CommonOptions common = new CommonOptions();

  static int run(String... args) {
    return new CommandLine(new NotifyMain()).execute(args);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (!what.equals("test")) {
      return common.failed(
          CommonOptions.USAGE, List.of("`" + what + "` is nothing to do — write `test CHANNEL`"));
    }
    NotifyConfig read;
    try {
      ConfigReader.read(common.config());
      read = ConfigReader.readNotify(common.config());
    } catch (ConfigException e) {
      return common.failed(CommonOptions.USAGE, e.problems());
    }
    if (read.channels().stream().noneMatch(c -> c.name().equals(channel))) {
      List<String> names = read.channels().stream().map(c -> c.name()).toList();
      String known = names.isEmpty() ? "none is described" : String.join(", ", names);
      return common.failed(
          CommonOptions.USAGE, List.of("no channel `" + channel + "` — known: " + known));
    }
    Optional<String> problem = TestMessage.send(read, channel, ConsoleClock.system());
    if (problem.isPresent()) {
      return common.failed(CommonOptions.FAILED, List.of(channel + ": " + problem.get()));
    }
    common.say(
        common.json()
            ? Json.line("sent", List.of(channel))
            : channel + ": the test message was taken");
    return 0;
  }
}

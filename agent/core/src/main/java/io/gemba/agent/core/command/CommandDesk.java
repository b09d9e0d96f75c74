package io.gemba.agent.core.command;

import io.gemba.agent.core.command.Requests.MisunderstoodException;
import io.gemba.agent.core.command.Targets.Target;
import io.gemba.agent.core.config.DeviceEntry;
import io.gemba.cloud.spi.Command;
import io.gemba.cloud.spi.Command.Answer;
import io.gemba.cloud.spi.Command.State;
import io.gemba.hal.spi.Settings;
import io.gemba.hal.spi.Writable.Operation;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Judges the commands of one uplink: only what its {@code commands.allow} lists, only points that
 * are {@code writable}, never one that is too old, never one twice. Every decision is logged. Safe
 * for any threads.
 */
public final class CommandDesk implements Command.Desk {
  private static final Logger AUDIT = LoggerFactory.getLogger(CommandDesk.class);
  private static final Duration LONGEST = Duration.ofSeconds(10);
  private static final Answer NO_ANSWER =
      new Answer(State.UNKNOWN, 0, "the gateway is busy; look whether it was done", Map.of());

  private final String uplink;
  private final Targets targets;
  private final Set<Target> allowed = new HashSet<>();
  private final Duration timeout;
  private final Function<String, @Nullable DeviceHand> hands;
  private final LineHand lineHand;
  private final CommandLedger ledger;
  private final InstantSource clock;
  private final BooleanSupplier clockSynced;

  /**
   * The desk of one uplink.
   *
   * @param commands the uplink's section {@code commands}
   * @param lines {@code area/line} each
   * @param hands who does it, by device
   * @param lineHand who does it for lines
   * @param clockSynced whether the clock can tell what is too old
   */
  public CommandDesk(
      String uplink,
      Settings commands,
      Collection<DeviceEntry> devices,
      Collection<String> lines,
      Function<String, @Nullable DeviceHand> hands,
      LineHand lineHand,
      CommandLedger ledger,
      InstantSource clock,
      BooleanSupplier clockSynced) {
    this.uplink = uplink;
    this.targets = new Targets(devices, lines);
    this.timeout = commands.has("timeout") ? commands.duration("timeout") : LONGEST;
    this.hands = hands;
    this.lineHand = lineHand;
    this.ledger = ledger;
    this.clock = clock;
    this.clockSynced = clockSynced;
    commands.texts("allow").forEach(this::allow);
  }

  private void allow(String address) {
    List<Target> meant = targets.at(address);
    if (meant.size() != 1) {
      AUDIT.warn("uplinks.{}.commands.allow: '{}' {}", uplink, address, notOne(meant));
    } else if (!meant.getFirst().writable()) {
      AUDIT.warn(
          "uplinks.{}.commands.allow: '{}' is not 'writable: true', so it is not allowed",
          uplink,
          address);
    } else {
      allowed.add(meant.getFirst());
    }
  }

  private static String notOne(List<Target> meant) {
    return meant.isEmpty()
        ? "is no point of this gateway; write AREA/LINE/CELL/POINT or DEVICE/POINT; for people's words about a line"
            + " AREA/LINE/_/reason or AREA/LINE/_/alarms"
        : "can mean " + meant + "; write DEVICE/POINT";
  }

  @Override
  public CompletableFuture<Answer> take(Command command) {
    CompletableFuture<Answer> answer;
    try {
      answer = LineRequests.knows(command.name()) ? takeOfLine(command) : takeOfDevice(command);
    } catch (MisunderstoodException e) {
      String words = e.getMessage() + "; nothing was done";
      answer = CompletableFuture.completedFuture(Answer.refused(words));
    }
    return answer.thenApply(given -> audited(command, given));
  }

  private CompletableFuture<Answer> takeOfDevice(Command command) throws MisunderstoodException {
    Operation operation = Requests.operation(command);
    String address = Requests.point(command);
    Instant until = Requests.until(command);
    List<Target> meant = targets.at(address);
    return isAllowed(meant)
        ? execute(command, until, operation, meant.getFirst())
        : notAllowed(address);
  }

  private CompletableFuture<Answer> takeOfLine(Command command) throws MisunderstoodException {
    Requests.checkFields(command, LineRequests.FIELDS.get(command.name()));
    LineRequest request = LineRequests.of(command, targets::lineOf);
    Instant until = Requests.until(command);
    String address =
        request.line() + (request instanceof LineRequest.Explain ? Targets.REASON : Targets.ALARMS);
    return isAllowed(targets.at(address))
        ? lineHand
            .carryOut(request, () -> lastWord(command, until))
            .thenApply(answer -> again(command, answer))
            .completeOnTimeout(NO_ANSWER, timeout.toMillis(), TimeUnit.MILLISECONDS)
            .thenApply(answer -> noted(command, answer))
        : notAllowed(address);
  }

  /** What makes no sense because it was done before is called that. */
  private Answer again(Command command, Answer answer) {
    try {
      CommandLedger.Taken before =
          answer.state() == State.REFUSED ? ledger.before(uplink, command) : null;
      return before == null ? answer : duplicate(before);
    } catch (IOException e) {
      return answer; // refused it is anyway
    }
  }

  private boolean isAllowed(List<Target> meant) {
    return meant.size() == 1 && allowed.contains(meant.getFirst());
  }

  /** The same words for what is not there: whoever may not command need not learn names. */
  private static CompletableFuture<Answer> notAllowed(String address) {
    return CompletableFuture.completedFuture(
        Answer.refused(
            "'"
                + address
                + "' is not allowed: this gateway takes only what 'commands.allow' of its"
                + " uplink lists, and what is 'writable: true'; nothing was done"));
  }

  private CompletableFuture<Answer> execute(
      Command command, Instant until, Operation operation, Target target) {
    DeviceHand hand = hands.apply(target.device());
    if (hand == null) {
      return CompletableFuture.completedFuture(
          Answer.refused("device '" + target.device() + "' cannot be written; nothing was done"));
    }
    return hand.execute(target.point(), operation, () -> lastWord(command, until), timeout)
        .thenApply(answer -> noted(command, answer));
  }

  /** Asked when everything else is ready: from the note on, the command counts as executed. */
  private @Nullable Answer lastWord(Command command, Instant until) {
    Instant now = clock.instant();
    if (!until.equals(Instant.MAX) && !clockSynced.getAsBoolean()) {
      return Answer.refused(
          "this gateway's clock is not set, so it cannot tell whether the command is still valid;"
              + " nothing was done");
    }
    Instant sooner = until.isBefore(command.until()) ? until : command.until();
    if (now.isAfter(sooner)) {
      return Answer.refused("it was valid until " + sooner + "; nothing was done");
    }
    try {
      CommandLedger.Taken before = ledger.take(uplink, command, now);
      return before == null ? null : duplicate(before);
    } catch (IOException e) {
      return Answer.refused(
          "it could not be written down, so it must not be executed: " + e.getMessage());
    }
  }

  private static Answer duplicate(CommandLedger.Taken before) {
    String end =
        before.state().isEmpty()
            ? "nobody knows how it ended"
            : "it ended: %s, 0x%08X".formatted(before.state(), before.statusCode());
    return new Answer(
        State.REFUSED,
        before.statusCode(),
        "a duplicate: this id was taken at " + before.at() + " and is not executed twice; " + end,
        Map.of());
  }

  private Answer noted(Command command, Answer answer) {
    if (answer.state() != State.REFUSED) {
      try {
        ledger.ended(uplink, command, answer.state(), answer.statusCode());
      } catch (IOException e) {
        AUDIT.warn("how a command ended could not be written down: {}", e.getMessage());
      }
    }
    return answer;
  }

  private Answer audited(Command command, Answer answer) {
    AUDIT.info(
        "command {} of uplink {}, id {}: {} -> {} 0x{} {}",
        brief(command.name()),
        uplink,
        brief(command.id()),
        brief(command.fields().toString()),
        answer.state(),
        "%08X".formatted(answer.statusCode()),
        answer.words());
    return answer;
  }

  /** Whatever a stranger sends must not fill or forge the log. */
  private static String brief(String text) {
    String plain = text.replaceAll("\\p{Cntrl}", "?");
    return plain.length() <= 300 ? plain : plain.substring(0, 300) + "…";
  }
}

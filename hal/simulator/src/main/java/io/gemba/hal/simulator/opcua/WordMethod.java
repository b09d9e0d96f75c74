package io.gemba.hal.simulator.opcua;

import org.eclipse.milo.opcua.sdk.core.ValueRanks;
import org.eclipse.milo.opcua.sdk.server.methods.AbstractMethodInvocationHandler;
import org.eclipse.milo.opcua.sdk.server.nodes.UaMethodNode;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.builtin.LocalizedText;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.Argument;

/** A fault word as a method: one String in (may be empty), one String out. */
final class WordMethod extends AbstractMethodInvocationHandler {

  private static final Argument[] IN = {
    argument("arguments", "What follows the word; may be empty")
  };
  private static final Argument[] OUT = {argument("answer", "What was done")};

  private final String word;
  private final Desk desk;

  WordMethod(UaMethodNode node, String word, Desk desk) {
    super(node);
    this.word = word;
    this.desk = desk;
  }

  @Override
  public Argument[] getInputArguments() {
    return IN.clone();
  }

  @Override
  public Argument[] getOutputArguments() {
    return OUT.clone();
  }

  @Override
  protected Variant[] invoke(InvocationContext context, Variant[] input) throws UaException {
    Object arguments = input[0].value();
    try {
      String answer = desk.say(arguments == null ? word : word + " " + arguments);
      return new Variant[] {Variant.ofString(answer)};
    } catch (IllegalArgumentException e) {
      throw new UaException(StatusCodes.Bad_InvalidArgument, e.getMessage(), e);
    } catch (IllegalStateException e) {
      throw new UaException(StatusCodes.Bad_InvalidState, e.getMessage(), e);
    }
  }

  private static Argument argument(String name, String description) {
    return new Argument(
        name, NodeIds.String, ValueRanks.Scalar, null, new LocalizedText(description));
  }
}

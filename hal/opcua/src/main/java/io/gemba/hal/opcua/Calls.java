package io.gemba.hal.opcua;

import java.io.IOException;
import java.util.List;
import org.eclipse.milo.opcua.stack.core.types.builtin.StatusCode;
import org.eclipse.milo.opcua.stack.core.types.builtin.Variant;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallMethodResult;
import org.eclipse.milo.opcua.stack.core.types.structured.CallRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CallResponse;

/** The Call service (OPC 10000-4 §5.12.2), one method at a time. */
final class Calls {
  private Calls() {}

  /** What a method answered. */
  record Called(long status, List<Long> argumentStatuses, List<Variant> outputs) {}

  /**
   * Calls a method.
   *
   * @throws IOException when nobody can say whether it was executed
   */
  static Called call(Connection connection, CallMethodRequest method, String what)
      throws IOException, InterruptedException {
    CallResponse response =
        connection.request(
            new CallRequest(connection.header(), new CallMethodRequest[] {method}),
            CallResponse.class,
            what);
    CallMethodResult[] results = response.getResults();
    if (results == null || results.length != 1) {
      throw new IOException(connection.endpoint() + " did not say whether it was executed");
    }
    StatusCode[] arguments = results[0].getInputArgumentResults();
    Variant[] outputs = results[0].getOutputArguments();
    return new Called(
        results[0].getStatusCode().value(),
        arguments == null ? List.of() : List.of(arguments).stream().map(StatusCode::value).toList(),
        outputs == null ? List.of() : List.of(outputs));
  }
}

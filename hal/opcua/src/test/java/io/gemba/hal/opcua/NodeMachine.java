package io.gemba.hal.opcua;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;

/** A node-opcua machine with every kind of value, whose nodes come and go. */
final class NodeMachine implements AutoCloseable {
  static final String NAMESPACE = "urn:gemba:bed:machine:nodes";

  private final int port;
  private Process process;
  private BufferedReader output;

  NodeMachine() throws IOException, InterruptedException {
    NodeOpcuaServer.install();
    port = NodeOpcuaServer.freePort();
  }

  String endpoint() {
    return "opc.tcp://127.0.0.1:" + port;
  }

  /** Starts with so many foreign namespaces before its own. */
  NodeMachine start(int namespacesBefore) throws IOException {
    process =
        new ProcessBuilder(
                "node", "machine.js", "--port=" + port, "--before=" + namespacesBefore, "--pki=pki")
            .directory(NodeOpcuaServer.HOME.toFile())
            .redirectError(NodeOpcuaServer.HOME.resolve("machine.err").toFile())
            .start();
    output = process.inputReader();
    await("READY");
    return this;
  }

  /** Changes its address space: {@code add NAME} or {@code remove NAME}. */
  void tell(String command) throws IOException {
    PrintWriter input = new PrintWriter(process.outputWriter(), true);
    input.println(command);
    await("DONE");
  }

  private void await(String word) throws IOException {
    for (String line = output.readLine(); line != null; line = output.readLine()) {
      if (line.equals(word)) {
        return;
      }
    }
    throw new IOException(
        "it ended: " + Files.readString(NodeOpcuaServer.HOME.resolve("machine.err")));
  }

  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor(5, TimeUnit.SECONDS);
  }

  @Override
  public void close() {
    if (process != null) {
      process.destroyForcibly();
    }
  }
}

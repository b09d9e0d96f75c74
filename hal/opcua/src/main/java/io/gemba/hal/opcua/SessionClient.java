package io.gemba.hal.opcua;

import com.digitalpetri.netty.fsm.State;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.eclipse.milo.opcua.sdk.client.OpcUaClient;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.sdk.client.OpcUaSession;
import org.eclipse.milo.opcua.sdk.client.identity.SignedIdentityToken;
import org.eclipse.milo.opcua.stack.core.AttributeId;
import org.eclipse.milo.opcua.stack.core.NodeIds;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.types.UaRequestMessageType;
import org.eclipse.milo.opcua.stack.core.types.UaResponseMessageType;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.builtin.ExtensionObject;
import org.eclipse.milo.opcua.stack.core.types.builtin.QualifiedName;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.Unsigned;
import org.eclipse.milo.opcua.stack.core.types.enumerated.ApplicationType;
import org.eclipse.milo.opcua.stack.core.types.enumerated.TimestampsToReturn;
import org.eclipse.milo.opcua.stack.core.types.structured.ActivateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ActivateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ApplicationDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.CloseSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadRequest;
import org.eclipse.milo.opcua.stack.core.types.structured.ReadValueId;
import org.eclipse.milo.opcua.stack.core.types.structured.SignedSoftwareCertificate;
import org.eclipse.milo.opcua.stack.core.util.NonceUtil;
import org.eclipse.milo.opcua.stack.core.util.Unit;
import org.eclipse.milo.opcua.stack.transport.client.tcp.OpcTcpClientTransport;

/**
 * Milo's client with a session of our own making: Milo's can neither take over a session of an
 * earlier life nor leave one behind, and opens new ones by itself. Everything of Milo's that asks
 * for a session gets ours.
 *
 * <p>Opened and closed by the run's thread; everything else may come from any.
 */
final class SessionClient extends OpcUaClient {
  private static final long KEEP_ALIVES_MISSED = 2;

  private final OpcTcpClientTransport transport;
  private final RunEnd end;
  private final Duration limit;
  private volatile CompletableFuture<OpcUaSession> session =
      CompletableFuture.failedFuture(new UaException(StatusCodes.Bad_SessionClosed));

  SessionClient(
      OpcUaClientConfig config, OpcTcpClientTransport transport, RunEnd end, Duration limit) {
    super(config, transport);
    this.transport = transport;
    this.end = end;
    this.limit = limit;
  }

  @Override
  public CompletableFuture<OpcUaSession> getSessionAsync() {
    return session;
  }

  /** Ends the connection and says nothing about the session. */
  @Override
  public CompletableFuture<OpcUaClient> disconnectAsync() {
    return transport.disconnect().<OpcUaClient>handle((done, failure) -> this);
  }

  /** Opens the secure channel. */
  void openChannel() throws IOException, InterruptedException {
    CompletableFuture<Unit> opening =
        transport.connect(new ClientApplication(getConfig(), getStaticEncodingContext()));
    Answers.await(opening, limit, what());
    transport
        .getChannelFsm()
        .addTransitionListener(
            (from, to, event) -> {
              if (to != State.Connected) {
                end.because("the connection broke or the server stopped answering");
              }
            });
  }

  /** A session that did not exist before. */
  OpcUaSession createSession() throws IOException, InterruptedException {
    try {
      Handshake handshake = new Handshake(getConfig());
      ByteString nonce = NonceUtil.generateNonce(Handshake.NONCE_BYTES);
      CreateSessionResponse made =
          await(creation(handshake.certificate(), nonce), CreateSessionResponse.class);
      handshake.check(made, nonce);
      OpcUaSession created =
          new OpcUaSession(
              made.getAuthenticationToken(),
              made.getSessionId(),
              getConfig().getSessionName().get(),
              made.getRevisedSessionTimeout(),
              made.getMaxRequestMessageSize(),
              made.getServerCertificate(),
              made.getServerSoftwareCertificates());
      created.setServerNonce(made.getServerNonce());
      return created;
    } catch (UaException e) {
      throw failed(e);
    }
  }

  private CreateSessionRequest creation(ByteString certificate, ByteString nonce) {
    OpcUaClientConfig config = getConfig();
    String gateway = config.getEndpoint().getServer().getGatewayServerUri();
    return new CreateSessionRequest(
        newRequestHeader(),
        new ApplicationDescription(
            config.getApplicationUri(),
            config.getProductUri(),
            config.getApplicationName(),
            ApplicationType.Client,
            null,
            null,
            null),
        gateway == null || gateway.isEmpty()
            ? null
            : config.getEndpoint().getServer().getApplicationUri(),
        config.getEndpoint().getEndpointUrl(),
        config.getSessionName().get(),
        nonce,
        certificate,
        config.getSessionTimeout().doubleValue(),
        config.getMaxResponseMessageSize());
  }

  /**
   * Binds a session to this channel and logs in: a new one, or one that another channel left.
   *
   * @param inactive its nonce is the server's last, and will be again
   */
  void activate(OpcUaSession inactive) throws IOException, InterruptedException {
    try {
      ByteString nonce = inactive.getServerNonce();
      SignedIdentityToken identity =
          getConfig().getIdentityProvider().getIdentityToken(getConfig().getEndpoint(), nonce);
      ActivateSessionRequest request =
          new ActivateSessionRequest(
              newRequestHeader(inactive.getAuthenticationToken()),
              new Handshake(getConfig()).sign(nonce),
              new SignedSoftwareCertificate[0],
              getConfig().getSessionLocaleIds(),
              ExtensionObject.encode(getStaticEncodingContext(), identity.getToken()),
              identity.getSignature());
      ActivateSessionResponse active = await(request, ActivateSessionResponse.class);
      inactive.setServerNonce(active.getServerNonce());
    } catch (IOException | InterruptedException e) {
      throw e;
    } catch (Exception e) { // an identity provider declares no narrower one
      throw failed(e);
    }
    session = CompletableFuture.completedFuture(inactive);
  }

  /** Learns the server's namespaces, and looks from now on whether it still answers. */
  void watch(OpcUaSession active, Duration every) throws IOException, InterruptedException {
    Answers.await(readNamespaceTableAsync(), limit, what());
    AtomicInteger missed = new AtomicInteger();
    var unused =
        transport
            .getConfig()
            .getScheduledExecutor()
            .scheduleWithFixedDelay(
                () -> beat(active, every, missed),
                every.toMillis(),
                every.toMillis(),
                TimeUnit.MILLISECONDS);
  }

  private void beat(OpcUaSession active, Duration every, AtomicInteger missed) {
    if (end.isTold()) {
      return;
    }
    UInteger timeout = Unsigned.uint(every.toMillis());
    ReadValueId state =
        new ReadValueId(
            NodeIds.Server_ServerStatus_State,
            AttributeId.Value.uid(),
            null,
            QualifiedName.NULL_VALUE);
    ReadRequest request =
        new ReadRequest(
            newRequestHeader(active.getAuthenticationToken(), timeout),
            0.0,
            TimestampsToReturn.Neither,
            new ReadValueId[] {state});
    var unused =
        sendRequestAsync(request)
            .whenComplete(
                (answer, failure) -> {
                  if (failure == null) {
                    missed.set(0);
                  } else if (missed.incrementAndGet() >= KEEP_ALIVES_MISSED) {
                    end.because("the server stopped answering: " + Words.ofFailure(failure));
                  }
                });
  }

  /** Tells the server that the session is over. */
  CompletableFuture<UaResponseMessageType> closeSession(OpcUaSession over, boolean subscriptions) {
    return sendRequestAsync(
        new CloseSessionRequest(newRequestHeader(over.getAuthenticationToken()), subscriptions));
  }

  private <T extends UaResponseMessageType> T await(UaRequestMessageType request, Class<T> answer)
      throws IOException, InterruptedException {
    return Answers.await(sendRequestAsync(request).thenApply(answer::cast), limit, what());
  }

  private IOException failed(Exception cause) {
    return new IOException(what() + " failed: " + Words.ofFailure(cause), cause);
  }

  private String what() {
    return "connecting to " + getConfig().getEndpoint().getEndpointUrl();
  }
}

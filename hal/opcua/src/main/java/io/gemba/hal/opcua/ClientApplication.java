package io.gemba.hal.opcua;

import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.util.Optional;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.stack.core.encoding.EncodingContext;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.types.builtin.unsigned.UInteger;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.transport.client.ClientApplicationContext;

/** What Milo's secure channel must know of us, out of the client's configuration. */
record ClientApplication(OpcUaClientConfig config, EncodingContext encoding)
    implements ClientApplicationContext {

  @Override
  public EndpointDescription getEndpoint() {
    return config.getEndpoint();
  }

  @Override
  public Optional<KeyPair> getKeyPair() {
    return config.getKeyPair();
  }

  @Override
  public Optional<X509Certificate> getCertificate() {
    return config.getCertificate();
  }

  @Override
  public Optional<X509Certificate[]> getCertificateChain() {
    return config.getCertificateChain();
  }

  @Override
  public CertificateValidator getCertificateValidator() {
    return config.getCertificateValidator();
  }

  @Override
  public EncodingContext getEncodingContext() {
    return encoding;
  }

  @Override
  public UInteger getRequestTimeout() {
    return config.getRequestTimeout();
  }
}

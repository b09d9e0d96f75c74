package io.gemba.hal.opcua;

import java.nio.ByteBuffer;
import java.security.KeyPair;
import java.security.PrivateKey;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.OpcUaClientConfig;
import org.eclipse.milo.opcua.stack.core.StatusCodes;
import org.eclipse.milo.opcua.stack.core.UaException;
import org.eclipse.milo.opcua.stack.core.security.SecurityAlgorithm;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.builtin.ByteString;
import org.eclipse.milo.opcua.stack.core.types.structured.CreateSessionResponse;
import org.eclipse.milo.opcua.stack.core.types.structured.SignatureData;
import org.eclipse.milo.opcua.stack.core.util.CertificateUtil;
import org.eclipse.milo.opcua.stack.core.util.EndpointUtil;
import org.eclipse.milo.opcua.stack.core.util.NonceUtil;
import org.eclipse.milo.opcua.stack.core.util.SignatureUtil;

/**
 * The signatures with which both sides of a session prove that they have the keys of their
 * certificates (OPC 10000-4 §5.7.2, §5.7.3). Nothing is signed or checked without security.
 */
final class Handshake {
  static final int NONCE_BYTES = 32;

  private final OpcUaClientConfig config;
  private final SecurityPolicy policy;

  Handshake(OpcUaClientConfig config) throws UaException {
    this.config = config;
    this.policy = SecurityPolicy.fromUri(config.getEndpoint().getSecurityPolicyUri());
  }

  /** Our certificate as a request carries it; null bytes when there is none. */
  ByteString certificate() throws UaException {
    try {
      X509Certificate own = config.getCertificate().orElse(null);
      return own == null ? ByteString.NULL_VALUE : ByteString.of(own.getEncoded());
    } catch (CertificateEncodingException e) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid, e);
    }
  }

  /** Our signature over the server's certificate and its last nonce. */
  SignatureData sign(ByteString serverNonce) throws UaException {
    if (policy == SecurityPolicy.None) {
      return new SignatureData(null, null);
    }
    PrivateKey key = config.getKeyPair().map(KeyPair::getPrivate).orElse(null);
    if (key == null) {
      throw new UaException(StatusCodes.Bad_ConfigurationError, "no key to sign with");
    }
    SecurityAlgorithm algorithm = policy.getAsymmetricSignatureAlgorithm();
    try {
      byte[] signature =
          SignatureUtil.sign(
              algorithm,
              key,
              ByteBuffer.wrap(announced().getEncoded()),
              ByteBuffer.wrap(serverNonce.bytesOrEmpty()));
      return new SignatureData(algorithm.getUri(), ByteString.of(signature));
    } catch (CertificateEncodingException e) {
      throw new UaException(StatusCodes.Bad_CertificateInvalid, e);
    }
  }

  /**
   * Returns when the server has proved to have the key of the certificate it announced.
   *
   * @param ourNonce what the server had to sign, after our certificate
   * @throws UaException when it has not
   */
  void check(CreateSessionResponse answer, ByteString ourNonce) throws UaException {
    if (policy == SecurityPolicy.None) {
      return;
    }
    if (answer.getServerCertificate() == null || answer.getServerCertificate().isNullOrEmpty()) {
      throw new UaException(StatusCodes.Bad_SecurityChecksFailed, "it shows no certificate");
    }
    List<X509Certificate> chain =
        CertificateUtil.decodeCertificates(answer.getServerCertificate().bytesOrEmpty());
    if (!chain.getFirst().equals(announced())) {
      throw new UaException(
          StatusCodes.Bad_SecurityChecksFailed, "it shows another certificate than it announced");
    }
    config
        .getCertificateValidator()
        .validateCertificateChain(
            chain,
            config.getEndpoint().getServer().getApplicationUri(),
            new String[] {EndpointUtil.getHost(config.getEndpoint().getEndpointUrl())});
    NonceUtil.validateNonce(answer.getServerNonce(), NONCE_BYTES);
    SignatureData signature = answer.getServerSignature();
    if (signature == null || signature.getSignature() == null) {
      throw new UaException(StatusCodes.Bad_SecurityChecksFailed, "it did not sign");
    }
    ByteBuffer signed =
        ByteBuffer.allocate(certificate().bytesOrEmpty().length + ourNonce.bytesOrEmpty().length)
            .put(certificate().bytesOrEmpty())
            .put(ourNonce.bytesOrEmpty());
    SignatureUtil.verify(
        policy.getAsymmetricSignatureAlgorithm(),
        chain.getFirst(),
        signed.array(),
        signature.getSignature().bytesOrEmpty());
  }

  private X509Certificate announced() throws UaException {
    return CertificateUtil.decodeCertificates(
            config.getEndpoint().getServerCertificate().bytesOrEmpty())
        .getFirst();
  }
}

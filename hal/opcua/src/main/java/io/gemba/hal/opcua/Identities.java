package io.gemba.hal.opcua;

import io.gemba.hal.opcua.DeviceSettings.User;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import org.eclipse.milo.opcua.sdk.client.identity.AnonymousProvider;
import org.eclipse.milo.opcua.sdk.client.identity.IdentityProvider;
import org.eclipse.milo.opcua.sdk.client.identity.UsernameProvider;
import org.eclipse.milo.opcua.sdk.client.identity.X509IdentityProvider;
import org.eclipse.milo.opcua.stack.core.security.CertificateValidator;
import org.eclipse.milo.opcua.stack.core.security.SecurityPolicy;
import org.eclipse.milo.opcua.stack.core.types.enumerated.MessageSecurityMode;
import org.eclipse.milo.opcua.stack.core.types.enumerated.UserTokenType;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;
import org.eclipse.milo.opcua.stack.core.types.structured.UserTokenPolicy;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Who we log in as (OPC 10000-4 §7.40): nobody, a name with a password, or a certificate. */
final class Identities {
  private static final Logger LOG = LoggerFactory.getLogger(Identities.class);

  private Identities() {}

  static UserTokenType kind(@Nullable User user) {
    return switch (user) {
      case null -> UserTokenType.Anonymous;
      case User.Named named -> UserTokenType.UserName;
      case User.Certified certified -> UserTokenType.Certificate;
    };
  }

  /**
   * Whether the login is protected by the server's certificate, which must be trusted then even
   * where messages are not secured.
   */
  static boolean needServersCertificate(DeviceSettings device, EndpointDescription endpoint) {
    return device.user() != null
        && Endpoints.tokens(endpoint)
            .filter(token -> token.getTokenType() == kind(device.user()))
            .anyMatch(token -> isProtected(token, endpoint));
  }

  private static boolean isProtected(UserTokenPolicy token, EndpointDescription endpoint) {
    String policy = token.getSecurityPolicyUri();
    String used = policy == null || policy.isEmpty() ? endpoint.getSecurityPolicyUri() : policy;
    return !SecurityPolicy.None.getUri().equals(used);
  }

  /**
   * Reads what the login needs.
   *
   * @throws IOException which file is wrong
   */
  static IdentityProvider of(
      DeviceSettings device, EndpointDescription endpoint, CertificateValidator validator)
      throws IOException {
    return switch (device.user()) {
      case null -> AnonymousProvider.INSTANCE;
      case User.Named named ->
          new UsernameProvider(
              named.name(),
              password(named.passwordFile()),
              validator,
              tokens -> protectedFirst(tokens, device, endpoint));
      case User.Certified certified -> certificate(certified, device, endpoint);
    };
  }

  private static UserTokenPolicy protectedFirst(
      List<UserTokenPolicy> tokens, DeviceSettings device, EndpointDescription endpoint) {
    for (UserTokenPolicy token : tokens) {
      if (isProtected(token, endpoint)) {
        return token;
      }
    }
    if (endpoint.getSecurityMode() != MessageSecurityMode.SignAndEncrypt) {
      LOG.warn("the password of device '{}' travels unencrypted", device.name());
    }
    return tokens.getFirst();
  }

  /** Without a signature anybody who has seen the certificate could pose as this user. */
  private static IdentityProvider certificate(
      User.Certified user, DeviceSettings device, EndpointDescription endpoint) throws IOException {
    boolean signs =
        Endpoints.tokens(endpoint)
            .filter(token -> token.getTokenType() == UserTokenType.Certificate)
            .findFirst()
            .filter(token -> isProtected(token, endpoint))
            .isPresent();
    if (!signs) {
      throw new IOException(
          device.endpoint()
              + " does not let a user prove to have the key of a certificate where nothing is"
              + " secured; write 'security: best', or log in with a name and a password");
    }
    try {
      X509Certificate certificate = Certificates.read(user.certificate());
      return new X509IdentityProvider(certificate, PrivateKeys.read(user.key(), certificate));
    } catch (GeneralSecurityException e) {
      throw new IOException("'user.key' cannot be used: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new IOException("cannot read 'user.certificate' or 'user.key': " + e.getMessage(), e);
    }
  }

  private static String password(Path file) throws IOException {
    try {
      return Files.readString(file, StandardCharsets.UTF_8).stripTrailing();
    } catch (IOException e) {
      throw new IOException("cannot read 'user.password-file' " + file + ": " + e, e);
    }
  }
}

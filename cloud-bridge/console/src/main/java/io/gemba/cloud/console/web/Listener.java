package io.gemba.cloud.console.web;

import io.gemba.cloud.console.config.Access.Tls;
import io.gemba.cloud.console.mqtt.TlsFiles;
import io.javalin.config.JettyConfig;
import java.io.IOException;
import java.security.GeneralSecurityException;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.SecureRequestCustomizer;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.SslConnectionFactory;
import org.eclipse.jetty.util.ssl.SslContextFactory;

/** The console's address with TLS 1.2 or newer. */
final class Listener {
  private Listener() {}

  static void secure(JettyConfig jetty, String host, int port, Tls tls) throws IOException {
    SslContextFactory.Server context = new SslContextFactory.Server();
    try {
      context.setKeyStore(TlsFiles.identity(tls.certificate(), tls.key()));
    } catch (GeneralSecurityException e) {
      throw new IOException(
          tls.certificate() + " and " + tls.key() + " are no pair for TLS: " + e.getMessage(), e);
    }
    context.setKeyStorePassword("");
    context.setIncludeProtocols("TLSv1.2", "TLSv1.3");
    jetty.addConnector(
        (server, http) -> {
          HttpConfiguration https = new HttpConfiguration(http);
          // A certificate for another name is the browser's to refuse; addresses have no SNI.
          https.addCustomizer(new SecureRequestCustomizer(false));
          ServerConnector connector =
              new ServerConnector(
                  server,
                  new SslConnectionFactory(context, "http/1.1"),
                  new HttpConnectionFactory(https));
          connector.setHost(host);
          connector.setPort(port);
          return connector;
        });
  }
}

package io.gemba.hal.opcua;

import io.gemba.hal.spi.Discoverable.Found;
import java.io.IOException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.eclipse.milo.opcua.stack.core.types.structured.EndpointDescription;

/** Looks at a server for {@code gemba discover}; changes nothing, trusts nothing. */
final class Discovery {
  private static final Duration LIMIT = Duration.ofSeconds(8);

  private Discovery() {}

  static List<Found> describe(String target) throws IOException, InterruptedException {
    try (ClientResources resources = new ClientResources("discover", LIMIT)) {
      List<Found> found = new ArrayList<>();
      for (EndpointDescription endpoint : Endpoints.of(target, resources, LIMIT)) {
        found.add(new Found(endpoint.getEndpointUrl(), facts(endpoint)));
      }
      return found;
    }
  }

  private static Map<String, String> facts(EndpointDescription endpoint) throws IOException {
    Map<String, String> facts = new LinkedHashMap<>();
    if (endpoint.getServer() != null && endpoint.getServer().getApplicationName() != null) {
      facts.put("server", String.valueOf(endpoint.getServer().getApplicationName().text()));
      facts.put("application uri", String.valueOf(endpoint.getServer().getApplicationUri()));
    }
    facts.put("security policy", Endpoints.policy(endpoint));
    facts.put("security mode", String.valueOf(endpoint.getSecurityMode()));
    facts.put(
        "login",
        Endpoints.tokens(endpoint)
            .map(token -> String.valueOf(token.getTokenType()))
            .distinct()
            .collect(Collectors.joining(", ")));
    if (endpoint.getServerCertificate() != null
        && !endpoint.getServerCertificate().isNullOrEmpty()) {
      addCertificate(endpoint, facts);
    }
    return facts;
  }

  private static void addCertificate(EndpointDescription endpoint, Map<String, String> facts) {
    try {
      X509Certificate certificate =
          Certificates.chain(endpoint.getServerCertificate(), endpoint.getEndpointUrl()).getFirst();
      facts.put("certificate", certificate.getSubjectX500Principal().getName());
      facts.put("valid", Certificates.validity(certificate));
      facts.put("sha-256", Certificates.fingerprint(certificate));
    } catch (IOException e) {
      facts.put("certificate", e.getMessage());
    }
  }
}

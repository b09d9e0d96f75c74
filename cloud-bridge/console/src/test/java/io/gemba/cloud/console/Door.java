package io.gemba.cloud.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.gemba.cloud.console.users.Account;
import io.gemba.cloud.console.users.Cheap;
import io.gemba.cloud.console.users.Role;
import io.gemba.cloud.console.users.Sites;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

/** Somebody at a browser: logs in, keeps the cookie, sends the token back. */
final class Door {
  static final String PASSWORD = "a few good words";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final String url;
  private String cookie = "";
  private String csrf = "";

  Door(HttpClient http, String url) {
    this.http = http;
    this.url = url;
  }

  /** Makes an account and logs in with it. */
  static Door of(Plant plant, String name, Role role, String sites) throws Exception {
    account(plant.console, name, role, sites);
    Door door = new Door(plant.http, plant.console.url());
    if (door.login(name, PASSWORD).statusCode() != 200) {
      throw new AssertionError("no login for " + name);
    }
    return door;
  }

  static void account(Console console, String name, Role role, String sites) {
    console.users().store().add(new Account(name, role, Sites.of(sites)), Cheap.hash(PASSWORD));
  }

  HttpResponse<String> login(String name, String password, String... headers) throws Exception {
    String body = JSON.writeValueAsString(java.util.Map.of("name", name, "password", password));
    HttpResponse<String> answer = send("POST", "/api/v1/login", body, headers);
    if (answer.statusCode() == 200) {
      String set = answer.headers().firstValue("set-cookie").orElseThrow();
      cookie = set.substring(0, set.indexOf(';'));
      csrf = me().path("csrf").asText();
    }
    return answer;
  }

  JsonNode me() throws Exception {
    return JSON.readTree(get("/api/v1/me").body());
  }

  JsonNode json(String path) throws Exception {
    return JSON.readTree(get(path).body());
  }

  HttpResponse<String> get(String path, String... headers) throws Exception {
    return send("GET", path, null, headers);
  }

  HttpResponse<String> post(String path, String body) throws Exception {
    return send("POST", path, body, "X-Gemba-CSRF", csrf);
  }

  String csrf() {
    return csrf;
  }

  HttpResponse<String> send(String method, String path, String body, String... headers)
      throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url + path))
            .method(
                method,
                body == null
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(body));
    List<String> all = new ArrayList<>(List.of(headers));
    if (body != null && !all.contains("Content-Type")) {
      all.addAll(List.of("Content-Type", "application/json"));
    }
    if (!cookie.isEmpty()) {
      all.addAll(List.of("Cookie", cookie));
    }
    if (!all.isEmpty()) {
      request.headers(all.toArray(String[]::new));
    }
    HttpResponse<java.io.InputStream> answer =
        http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    return new Read(answer, read(answer));
  }

  /** A stream has no end: its first event will do. */
  private static String read(HttpResponse<java.io.InputStream> answer) throws Exception {
    try (java.io.InputStream in = answer.body()) {
      boolean stream =
          answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
      StringBuilder text = new StringBuilder();
      int b = in.read();
      while (b >= 0 && !(stream && text.indexOf("data: ") >= 0 && b == '\n')) {
        text.append((char) b);
        b = in.read();
      }
      return new String(
          text.toString().getBytes(java.nio.charset.StandardCharsets.ISO_8859_1),
          java.nio.charset.StandardCharsets.UTF_8);
    }
  }

  /** An answer that was read to its end. */
  private record Read(HttpResponse<java.io.InputStream> of, String body)
      implements HttpResponse<String> {
    @Override
    public int statusCode() {
      return of.statusCode();
    }

    @Override
    public HttpRequest request() {
      return of.request();
    }

    @Override
    public java.util.Optional<HttpResponse<String>> previousResponse() {
      return java.util.Optional.empty();
    }

    @Override
    public java.net.http.HttpHeaders headers() {
      return of.headers();
    }

    @Override
    public java.util.Optional<javax.net.ssl.SSLSession> sslSession() {
      return of.sslSession();
    }

    @Override
    public URI uri() {
      return of.uri();
    }

    @Override
    public HttpClient.Version version() {
      return of.version();
    }
  }
}

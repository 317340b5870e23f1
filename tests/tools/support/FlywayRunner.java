import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.database.postgresql.PostgreSQLConfigurationExtension;

/** Runs the real Flyway on folders: a line holds URL, USER, FOLDER and commands with tabs between them, the answer is a line too. */
public class FlywayRunner {
  public static void main(String[] arguments) throws Exception {
    BufferedReader requests = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = requests.readLine(); line != null; line = requests.readLine()) {
      try {
        run(line.split("\t"));
        System.out.println("ok");
      } catch (RuntimeException error) {
        System.out.println("error " + String.valueOf(error.getMessage()).replace("\n", "\\n"));
      }
    }
  }

  private static void run(String[] words) {
    String url = words[0];
    FluentConfiguration configuration =
        Flyway.configure().dataSource(url, words[1], "").locations("filesystem:" + words[2]).connectRetries(0).baselineOnMigrate(true).baselineVersion("0");
    if (url.startsWith("jdbc:postgresql:"))
      configuration.getConfigurationExtension(PostgreSQLConfigurationExtension.class).setTransactionalLock(false);
    Flyway flyway = configuration.load();
    for (int at = 3; at < words.length; at++) {
      switch (words[at]) {
        case "migrate" -> flyway.migrate();
        case "validate" -> flyway.validate();
        case "repair" -> flyway.repair();
        default -> throw new IllegalArgumentException("no command " + words[at]);
      }
    }
  }
}

<?php
// Calls the parts of the Drupal module that know nothing of Drupal: a list of calls as JSON on
// standard input, their results as JSON on standard output.
declare(strict_types=1);

use Drupal\poliflash\Cleaning;
use Drupal\poliflash\Line;
use Drupal\poliflash\Newsroom;
use Drupal\poliflash\Wanted;

spl_autoload_register(function (string $name): void {
    require $GLOBALS['argv'][1] . '/src/' . basename(strtr($name, '\\', '/')) . '.php';
});

final class StreamLine implements Line
{
    public function ask(string $address, array $headers, int $seconds, int $largest): array
    {
        $lines = array_map(fn($name, $value) => "$name: $value", array_keys($headers), $headers);
        $context = stream_context_create(['http' => [
            'header' => $lines, 'timeout' => $seconds, 'ignore_errors' => true, 'follow_location' => 0,
        ]]);
        $body = @file_get_contents($address, false, $context, 0, $largest + 1);
        if ($body === false) {
            throw new RuntimeException('no answer');
        }
        $told = [];
        foreach (array_slice($http_response_header, 1) as $line) {
            [$name, $value] = explode(':', $line, 2);
            $told[strtolower($name)] = trim($value);
        }
        $status = (int) explode(' ', $http_response_header[0])[1];
        return ['status' => $status, 'headers' => $told, 'body' => $body];
    }
}

$newsroom = new Newsroom(new StreamLine());
$calls = [
    'cards' => fn(string $site, array $copy) => $newsroom->cards(
        $site,
        Wanted::from(['limit' => 2, 'heading_level' => 4, 'layout' => 'list'], 'it'),
        $copy + Newsroom::NOTHING,
    ),
    'style' => fn(string $site) => $newsroom->style($site, Newsroom::NOTHING),
    'html' => fn(string $html) => Cleaning::html($html),
    'css' => fn(string $css) => Cleaning::css($css),
    'key' => fn(array $settings, string $language) => Wanted::from($settings, $language)->key(),
    'again' => fn(string $key) => Wanted::named($key)->key(),
];
[$name, $arguments] = json_decode(stream_get_contents(STDIN), true);
echo json_encode($calls[$name](...$arguments), JSON_THROW_ON_ERROR);

"""What stands between a spider and the network; `spiders.settings` names the order."""

"""The check on many machines, carried by Ansible: its playbook (`playbook/`) and the run of it; and files for the
schedulers of machines that check themselves (`schedule/`)."""
